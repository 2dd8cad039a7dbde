/**
 * Statistics that several stages use: intervals, tests, resampling, sequential levels. Everything works on plain arrays
 * and names its source.
 */
package io.jenkins.cd4ml.statistics;
