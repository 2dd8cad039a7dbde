/**
 * Stores beyond this machine: plain HTTP and S3. Names and layout are those of the folder, {@code objects/ab/cdef…}; transfers are
 * checked by SHA-256, repeated where repeating may help, and end with one sentence where it does not.
 */
package io.jenkins.cd4ml.remote;
