package io.jenkins.cd4ml.protocol;

import java.util.List;

/**
 * A stage's link in the chain data version, model, verdict, package, deployment: what it was given and what it made, each by digest. A later
 * stage refuses what does not fit. All digests are {@code sha256:…}; each is null where the stage neither reads nor makes such a thing.
 *
 * @param dataVersion the data that was read
 * @param model the model that was made, judged, packaged or deployed: digest over each file of its folder, or of the foreign file
 * @param gates digest over the gates and the other settings that decide the verdict, as they took effect: of the lines of {@code rules}
 * @param verdict digest of the {@code validateModel} result that the stage relied on: SHA-256 of the file; null where the model is not judged
 * @param modelPackage digest of the package
 * @param overrides keys of the stage's section that were set otherwise than in {@code cd4ml.yaml}, ascending; null or empty for none
 * @param rules {@code validateModel}: what {@code gates} is the digest of, a line each, in canonical form; null or empty otherwise
 * @param notJudged why no fitting verdict covers the model, one clause; null where one does, and where the stage does not ask
 */
public record ChainLink(
        String dataVersion,
        String model,
        String gates,
        String verdict,
        String modelPackage,
        List<String> overrides,
        List<String> rules,
        String notJudged) {

    /** Of a stage that neither judges nor asks for a verdict. */
    public ChainLink(
            String dataVersion,
            String model,
            String gates,
            String verdict,
            String modelPackage,
            List<String> overrides) {
        this(dataVersion, model, gates, verdict, modelPackage, overrides, null, null);
    }

    /** The same with the keys that were set otherwise than in the file. */
    public ChainLink withOverrides(List<String> keys) {
        return new ChainLink(dataVersion, model, gates, verdict, modelPackage, keys, rules, notJudged);
    }
}
