/**
 * From a configured path to rows of text: finding files, recognising unchanged ones, decoding, CSV, JSON lines, request
 * logs. {@code DataReader} reads any format; {@code PathFormat} is the seam for formats of adapters.
 */
package io.jenkins.cd4ml.data.source;
