/** Data sets: versions, profiles, expectations, differences; loading typed rows. */
package io.jenkins.cd4ml.data;
