package io.jenkins.cd4ml.deploy.router;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * Where traffic goes.
 *
 * @param champion null before the first version was promoted
 * @param candidate null when no canary is on
 * @param split null when no canary is on
 */
public record Routes(ServingServer champion, ServingServer candidate, StickySplit split) {

    /** Nobody serves. */
    static final Routes NONE = new Routes(null, null, null);

    /** All to the champion. */
    Routes championOnly() {
        return new Routes(champion, null, null);
    }

    Routes withChampion(ServingServer server) {
        return new Routes(server, candidate, split);
    }

    Routes withWeight(int weight) {
        return new Routes(champion, candidate, split.withWeight(weight));
    }

    @JsonIgnore
    boolean isCanary() {
        return candidate != null;
    }

    @JsonIgnore
    boolean isEmpty() {
        return champion == null && candidate == null;
    }
}
