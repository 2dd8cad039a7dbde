/** The Models page, for Jenkins as a whole and for each folder, with a page for every model and every version of it. */
package io.jenkins.plugins.cd4ml.models;
