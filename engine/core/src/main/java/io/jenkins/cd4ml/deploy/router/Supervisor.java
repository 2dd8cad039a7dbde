package io.jenkins.cd4ml.deploy.router;

import io.jenkins.cd4ml.problem.InputException;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the champion alive: one that died or no longer answers is started again. A candidate that died ends its canary.
 * Servers that nobody knows of are ended. Another router stands by.
 */
final class Supervisor {
    private static final long TICK_MILLIS = 250;
    private static final long MAX_BACKOFF_MILLIS = 10_000;

    private final Rollout rollout;
    private final Servers servers;
    private final Standby standby;
    private final HealthProbe probe = new HealthProbe();
    private final Semaphore woken = new Semaphore(0);
    private long notBefore;
    private long backoff = TICK_MILLIS;

    Supervisor(Rollout rollout, Servers servers, Standby standby) {
        this.rollout = rollout;
        this.servers = servers;
        this.standby = standby;
    }

    /** Has it look at once. */
    void wake() {
        woken.release();
    }

    /** Waits for a tick or a call, then looks. */
    void tick() throws InterruptedException, IOException {
        if (woken.tryAcquire(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
            woken.drainPermits();
        }
        rollout.retryJournal();
        Routes routes = rollout.routes();
        ServingServer candidate = routes.candidate();
        if (candidate != null && !candidate.process().alive()) {
            rollout.rollBack(
                    routes.split().canary(),
                    "the candidate's server (pid " + candidate.process().pid() + ") died");
        }
        ServingServer champion = routes.champion();
        if (champion != null && System.nanoTime() >= notBefore) {
            watch(champion);
        }
        servers.sweep();
        if (champion != null) {
            standby.look();
        }
    }

    private void watch(ServingServer champion) throws InterruptedException, IOException {
        if (champion.process().alive()) {
            if (!probe.isStuck(champion)) {
                return;
            }
            System.err.println("the champion's server does not answer: ending it");
            champion.process().kill();
        }
        System.err.println("the champion's server (pid " + champion.process().pid() + ") is gone: starting it again");
        try {
            ServingServer restarted = servers.start(champion.version());
            backoff = TICK_MILLIS;
            servers.stop(rollout.replaceChampion(champion, restarted) ? champion : restarted);
        } catch (IOException | InputException e) {
            System.err.println("the champion's server could not be started: " + e.getMessage());
            notBefore = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(backoff);
            backoff = Math.min(2 * backoff, MAX_BACKOFF_MILLIS);
        }
    }
}
