/** Expectations of the data, evaluated while the rows are read. Uniqueness is exact and needs bounded memory. */
package io.jenkins.cd4ml.data.expectation;
