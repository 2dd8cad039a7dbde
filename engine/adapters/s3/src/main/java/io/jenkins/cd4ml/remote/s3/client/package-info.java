/** What is written against Amazon's client for S3, which is a runtime pack: loaded by a class loader of its own, and nowhere else. */
package io.jenkins.cd4ml.remote.s3.client;
