package io.jenkins.cd4ml.protocol;

import java.util.List;

/**
 * A stage's link in the chain data version, model, verdict, package, deployment: what it was given and what it made, each by digest. A later
 * stage refuses what does not fit. All digests are {@code sha256:…}; each is null where the stage neither reads nor makes such a thing.
 *
 * @param dataVersion the data that was read
 * @param model the model that was made, judged, packaged or deployed: digest over each file of its folder, or of the foreign file
 * @param gates digest over the gates and the other settings that decide the verdict, as they took effect
 * @param verdict digest of the {@code validateModel} result that the stage relied on
 * @param modelPackage digest of the package
 * @param overrides keys of the stage's section that were set otherwise than in {@code cd4ml.yaml}, ascending; null or empty for none
 */
public record ChainLink(
        String dataVersion, String model, String gates, String verdict, String modelPackage, List<String> overrides) {}
