/** A job's figures over its builds. It reads what builds keep in {@code build.xml}, never the file of a result. */
package io.jenkins.plugins.cd4ml.trends;
