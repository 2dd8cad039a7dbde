/** What the configuration expects of the data, judged while the rows stream by; uniqueness, exactly and with bounded memory. */
package io.jenkins.cd4ml.data.expectation;
