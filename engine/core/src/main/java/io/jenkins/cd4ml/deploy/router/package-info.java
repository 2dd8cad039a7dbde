/**
 * The router splits traffic between champion and candidate. It keeps each caller on one version, answers from the other
 * version where one fails, and sends all traffic to a working version when a process dies.
 */
package io.jenkins.cd4ml.deploy.router;
