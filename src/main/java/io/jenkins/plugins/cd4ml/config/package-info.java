/** What an administrator sets once: folders of the agents, defaults, runtime packs as a tool. */
package io.jenkins.plugins.cd4ml.config;
