/** Global and folder configuration: folders of the agents, defaults, runtime packs as a tool, the syntax of form fields. */
package io.jenkins.plugins.cd4ml.config;
