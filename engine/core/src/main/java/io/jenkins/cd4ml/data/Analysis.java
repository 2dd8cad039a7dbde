package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.data.profile.Profile;
import io.jenkins.cd4ml.protocol.Check;
import java.util.List;

/**
 * What one pass over the data finds.
 *
 * @param checks of what the configuration expects, failed ones first
 * @param bytes of all files together
 * @param hashedBytes bytes that were read to identify the data
 */
record Analysis(Manifest manifest, Profile profile, List<Check> checks, long bytes, long hashedBytes) {}
