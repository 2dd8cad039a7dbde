package io.jenkins.cd4ml.deploy.router;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Where traffic goes.
 *
 * @param champion null before the first version was promoted
 * @param candidate null when no canary is on
 * @param split null when no canary is on
 * @param proposal null where the champion is nobody's proposal any more
 */
public record Routes(
        ServingServer champion,
        ServingServer candidate,
        StickySplit split,
        @JsonInclude(JsonInclude.Include.NON_NULL) Proposal proposal) {

    /** Nobody serves. */
    static final Routes NONE = new Routes(null, null, null, null);

    /** That one alone, which no registry has to decide on. */
    static Routes to(ServingServer champion) {
        return new Routes(champion, null, null, null);
    }

    /** With a canary. */
    static Routes canary(ServingServer champion, ServingServer candidate, StickySplit split) {
        return new Routes(champion, candidate, split, null);
    }

    Routes with(Proposal changed) {
        return new Routes(champion, candidate, split, changed);
    }

    /** All to the champion. */
    Routes championOnly() {
        return to(champion);
    }

    Routes withChampion(ServingServer server) {
        return new Routes(server, candidate, split, proposal);
    }

    Routes withWeight(int weight) {
        return canary(champion, candidate, split.withWeight(weight));
    }

    /** The champion before one that is only proposed; null where there is none. */
    ServingServer before() {
        return proposal == null ? null : proposal.before();
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
