/** From a configured path to rows of text: finding files, knowing them unchanged, decoding, CSV, request logs. */
package io.jenkins.cd4ml.data.source;
