/** Sends events to a server of the site: signed, from the controller, after the change that they report. */
package io.jenkins.plugins.cd4ml.webhook;
