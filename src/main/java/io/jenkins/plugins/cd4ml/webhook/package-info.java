/** Sends events to a server of the site: signed, from the controller, after what they tell has happened. */
package io.jenkins.plugins.cd4ml.webhook;
