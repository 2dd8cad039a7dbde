/**
 * Publishes checks of a build as test results where the junit plugin is installed, and as checks of the commit where
 * checks-api is. Neither changes the result of the build, which {@code onFail} decides.
 */
package io.jenkins.plugins.cd4ml.publish;
