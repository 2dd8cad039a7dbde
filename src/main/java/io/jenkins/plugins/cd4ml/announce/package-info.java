/** Tells webhooks what happened: stages that ended, and the registry's history. */
package io.jenkins.plugins.cd4ml.announce;
