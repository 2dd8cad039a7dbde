/**
 * Carries checks to where Jenkins' users look for them: test results with history where the junit plugin is installed, checks of
 * the commit where checks-api is. Neither changes how a build ends: that is {@code onFail}'s business.
 */
package io.jenkins.plugins.cd4ml.publish;
