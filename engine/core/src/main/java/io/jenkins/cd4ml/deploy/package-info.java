/**
 * {@code deployCanary}: model servers, a router that splits traffic between champion and candidate, and the driver that
 * judges the candidate step by step; rollback.
 */
package io.jenkins.cd4ml.deploy;
