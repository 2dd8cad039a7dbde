/** What the columns of a data set hold, in figures: computed in one pass with bounded memory, mergeable, written to a file. */
package io.jenkins.cd4ml.data.profile;
