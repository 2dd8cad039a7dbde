package io.jenkins.cd4ml.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Locale;

/**
 * {@code validate.leaks:} what a leak from held-out rows or from the answer into the features does; in YAML one word for all of them will do.
 * With {@code fail} for all of them only what is nearly certain fails, and a suspicion is a warning.
 *
 * @param copies of judged rows among the rows that training knew
 * @param feature one that gives the answer alone
 * @param key among the features
 * @param groups whose rows are on both sides of the split
 * @param dates in the data, which are split at random all the same
 * @param noKey no columns identify a row
 */
public record LeakSettings(Policy copies, Policy feature, Policy key, Policy groups, Policy dates, Policy noKey) {

    /** Near-certain leaks fail, suspicions warn. */
    public static final LeakSettings DEFAULT = new LeakSettings(null, null, null, null, null, null);

    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    public LeakSettings {
        copies = Defaults.of(copies, Policy.FAIL);
        feature = Defaults.of(feature, Policy.FAIL);
        key = Defaults.of(key, Policy.FAIL);
        groups = Defaults.of(groups, Policy.WARN);
        dates = Defaults.of(dates, Policy.WARN);
        noKey = Defaults.of(noKey, Policy.WARN);
    }

    /** One word for all. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static LeakSettings of(String word) {
        Policy policy = Policy.valueOf(word.toUpperCase(Locale.ROOT));
        return policy == Policy.FAIL ? DEFAULT : new LeakSettings(policy, policy, policy, policy, policy, policy);
    }

    /** What a finding does. */
    public enum Policy {
        /** It fails the stage. */
        FAIL,
        /** It is reported, and the stage may pass. */
        WARN,
        /** It is not looked for. */
        OFF
    }
}
