package io.jenkins.cd4ml.deploy.router;

import io.jenkins.cd4ml.deploy.process.ProcessIdentity;

/**
 * What a router says of itself to whoever steers it.
 *
 * @param routes where traffic goes at this moment
 * @param championTraffic since the weight was last set; {@code candidateTraffic} likewise
 * @param ending how the last canary ended; null where there was none
 */
public record RouterState(
        ProcessIdentity process,
        String url,
        Routes routes,
        TrafficSnapshot championTraffic,
        TrafficSnapshot candidateTraffic,
        Ending ending) {}
