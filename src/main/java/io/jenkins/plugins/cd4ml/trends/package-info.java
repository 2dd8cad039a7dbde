/** How a job's figures move from build to build. Reads what builds keep in {@code build.xml}, never a result's own file. */
package io.jenkins.plugins.cd4ml.trends;
