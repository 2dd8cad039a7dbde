package io.jenkins.cd4ml.deploy.router;

import java.time.Instant;

/**
 * What happened, and the routes from then on.
 *
 * @param sequence one more than the entry before
 * @param event {@code champion}, {@code canary}, {@code weight}, {@code promoting}, {@code promoted}, {@code proposed}, {@code reported},
 *     {@code registered}, {@code rolled-back}, {@code restarted}, {@code recovered}, {@code stopped}
 * @param reason why, in one sentence; null where the event says it all
 */
record JournalEntry(long sequence, Instant time, String event, String reason, Routes routes) {}
