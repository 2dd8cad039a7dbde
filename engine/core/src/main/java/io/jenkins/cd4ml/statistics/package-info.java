/** Numbers about numbers that more than one stage needs. */
package io.jenkins.cd4ml.statistics;
