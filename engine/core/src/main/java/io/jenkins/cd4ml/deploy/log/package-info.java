/** What a model server writes down for months: requests and labels, in files that turn over and are bounded on the disk. */
package io.jenkins.cd4ml.deploy.log;
