/** Data sets: finding and reading files, versions, schema, profiles, expectations, differences; typed rows in memory. */
package io.jenkins.cd4ml.data;
