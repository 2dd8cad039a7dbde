/** The request log and the feedback log of a model server: files that are rotated, compressed and limited in size. */
package io.jenkins.cd4ml.deploy.log;
