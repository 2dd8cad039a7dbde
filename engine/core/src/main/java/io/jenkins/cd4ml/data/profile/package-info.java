/** Profiles of columns, computed in one pass with bounded memory, mergeable, and written to a file. */
package io.jenkins.cd4ml.data.profile;
