/** Events for webhooks: stages that ended, and changes of the registry. */
package io.jenkins.plugins.cd4ml.announce;
