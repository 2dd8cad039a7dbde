/**
 * Objects in S3: the address, and the class loader that keeps Amazon's client apart. The calls of that client are in
 * {@code client}, which only this class loader may load.
 */
package io.jenkins.cd4ml.remote.s3;
