/** Judging a model on rows it has not seen: metrics, intervals, gates, comparison with the champion, slices. */
package io.jenkins.cd4ml.validate;
