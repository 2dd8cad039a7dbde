/**
 * The router: splits traffic between champion and candidate, keeps callers where they are, hides a version's failures behind
 * the other one, and sees to it that traffic ends at a working version whoever dies.
 */
package io.jenkins.cd4ml.deploy.router;
