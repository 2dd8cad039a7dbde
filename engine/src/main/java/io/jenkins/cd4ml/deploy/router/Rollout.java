package io.jenkins.cd4ml.deploy.router;

import io.jenkins.cd4ml.deploy.http.HttpProblem;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import java.io.IOException;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Which version gets which traffic: champion, canary, lease. Changes that give traffic to something new are in the journal
 * before they take effect; changes back to the champion take effect whatever the journal says, for a restarted router does
 * the same. One change at a time; starting a server does not hold up the end of a lease.
 */
final class Rollout {
    /** The registry is about to hear of a promotion. */
    private static final String PROMOTING = "promoting";

    private final Journal journal;
    private final Servers servers;
    private final ChampionAlias alias;
    private final Lease lease;
    private final Clock clock;
    private final Consumer<ServingServer> retire;
    private volatile Routes routes = Routes.NONE;
    private volatile Traffic traffic = new Traffic();
    private volatile Ending ending;
    private boolean starting;

    /** The statistics of the two since the weight was last set. */
    static final class Traffic {
        final TrafficStatistics champion = new TrafficStatistics();
        final TrafficStatistics candidate = new TrafficStatistics();
    }

    /** {@code retire} ends a server once its last request is answered; it must not block. */
    Rollout(
            Journal journal,
            Servers servers,
            ChampionAlias alias,
            Lease lease,
            Clock clock,
            Consumer<ServingServer> retire) {
        this.journal = journal;
        this.servers = servers;
        this.alias = alias;
        this.lease = lease;
        this.clock = clock;
        this.retire = retire;
    }

    /** The routes of this moment. From the end of the lease on, without waiting for anybody, all goes to the champion. */
    Routes routes() {
        Routes current = routes;
        return current.isCanary() && lease.expired() ? current.championOnly() : current;
    }

    /** Whether nothing serves and nothing is about to. */
    synchronized boolean isIdle() {
        return routes.isEmpty() && !starting;
    }

    Traffic traffic() {
        return traffic;
    }

    /** How the last canary ended, null where there was none. */
    Ending ending() {
        return ending;
    }

    /**
     * Takes up what an earlier router of this environment left: its champion, and the end of its canary. A promotion that the
     * registry has heard of has happened; one that it has not has not.
     */
    synchronized void recover() throws IOException {
        JournalEntry last = journal.last().orElse(null);
        if (last == null || last.routes().isEmpty()) {
            return;
        }
        Routes before = last.routes();
        if (before.champion() != null) {
            servers.adopt(before.champion());
        }
        if (before.isCanary()) {
            servers.adopt(before.candidate());
        }
        routes = before;
        if (before.isCanary()
                && last.event().equals(PROMOTING)
                && alias.is(before.candidate().version())) {
            promoted(before);
            record(Ending.PROMOTED, null);
            return;
        }
        if (!end(before, "recovered", "the router died and was started again; a canary does not survive that")) {
            journal.append("recovered", null, routes);
        }
    }

    /** Makes a version the champion without a canary: the one of the registry, or the one before. */
    void champion(ServedVersion version, String reason) throws IOException, InterruptedException, HttpProblem {
        begin();
        try {
            Routes before = routes;
            if (before.champion() != null && before.champion().version().sameAs(version)) {
                return;
            }
            ServingServer server = servers.start(version);
            synchronized (this) {
                Routes next = new Routes(server, null, null);
                appendFor(server, "champion", reason, next);
                ServingServer old = routes.champion();
                routes = next;
                traffic = new Traffic();
                if (old != null) {
                    retire.accept(old);
                }
            }
        } finally {
            finishStarting();
        }
    }

    /** Starts a candidate beside the champion, with no traffic yet; returns the id of the canary. The lease runs from now. */
    String canary(ServedVersion version, String stickyBy) throws IOException, InterruptedException, HttpProblem {
        begin();
        try {
            ServingServer server = servers.start(version);
            String id = UUID.randomUUID().toString();
            synchronized (this) {
                Routes next = new Routes(routes.champion(), server, new StickySplit(id, stickyBy, 0));
                appendFor(server, "canary", null, next);
                lease.renew();
                routes = next;
                traffic = new Traffic();
            }
            return id;
        } finally {
            finishStarting();
        }
    }

    /** Renews the lease of a canary; 409 saying how it ended where it is over. */
    synchronized void renew(String canary) throws HttpProblem {
        require(canary);
        lease.renew();
    }

    /** Sets the percentage that goes to the candidate and counts from zero. */
    synchronized void weight(String canary, int percent) throws IOException, HttpProblem {
        Routes current = require(canary);
        if (percent < 0 || percent > 100) {
            throw new HttpProblem(400, "a weight is a percentage from 0 to 100, not " + percent);
        }
        journal.append("weight", percent + " %", current.withWeight(percent));
        routes = current.withWeight(percent);
        traffic = new Traffic();
    }

    /**
     * The candidate becomes the champion; the old one ends when it has answered its last request. Does nothing where that has
     * happened.
     *
     * @param register a sentence for the history of this machine's registry, which hears of it first; null: it is not the truth
     */
    synchronized void promote(String canary, String register) throws IOException, HttpProblem {
        Ending last = ending;
        if (last != null && last.canary().equals(canary) && last.outcome().equals(Ending.PROMOTED)) {
            return;
        }
        Routes current = require(canary);
        if (register == null) {
            journal.append(Ending.PROMOTED, null, new Routes(current.candidate(), null, null));
            promoted(current);
        } else {
            journal.append(PROMOTING, register, current);
            setAlias(current.candidate().version(), register);
            // From here on there is no way back, with or without a line in the journal: a restarted router asks the
            // registry.
            promoted(current);
            record(Ending.PROMOTED, register);
        }
    }

    private void setAlias(ServedVersion version, String reason) throws IOException {
        try {
            alias.set(version, reason);
        } catch (IOException e) {
            // It may have been written all the same, but for what comes after its history.
            if (!alias.is(version)) {
                throw e;
            }
        }
    }

    private void promoted(Routes current) {
        routes = new Routes(current.candidate(), null, null);
        ending = new Ending(current.split().canary(), Ending.PROMOTED, null, clock.instant());
        if (current.champion() != null) {
            retire.accept(current.champion());
        }
    }

    /** All traffic to the champion, the candidate ends; does nothing where that canary is over. */
    synchronized void rollBack(String canary, String reason) {
        Routes current = routes;
        if (current.isCanary() && current.split().canary().equals(canary)) {
            end(current, Ending.ROLLED_BACK, reason);
        }
    }

    /** Ends a canary whose driver is gone. */
    void endExpired() {
        Routes current = routes;
        if (current.isCanary() && lease.expired()) {
            rollBack(
                    current.split().canary(),
                    "the driver did not renew the lease for " + lease.length().toMillis() / 1000.0 + " s");
        }
    }

    /** A champion that had died serves again; false where it is not the champion any more. */
    synchronized boolean replaceChampion(ServingServer dead, ServingServer restarted) throws IOException {
        Routes current = routes;
        if (current.champion() == null || !current.champion().id().equals(dead.id())) {
            return false;
        }
        routes = current.withChampion(restarted);
        journal.append("restarted", "the champion's server had died", routes);
        return true;
    }

    /** Ends everything. */
    synchronized void stop(String reason) {
        Routes current = routes;
        routes = Routes.NONE;
        record("stopped", reason);
        if (current.isCanary()) {
            retire.accept(current.candidate());
        }
        if (current.champion() != null) {
            retire.accept(current.champion());
        }
    }

    private boolean end(Routes current, String event, String reason) {
        if (!current.isCanary()) {
            return false;
        }
        routes = current.championOnly();
        ending = new Ending(current.split().canary(), Ending.ROLLED_BACK, reason, clock.instant());
        record(event, reason);
        retire.accept(current.candidate());
        return true;
    }

    private void appendFor(ServingServer started, String event, String reason, Routes next) throws IOException {
        try {
            journal.append(event, reason, next);
        } catch (IOException e) {
            retire.accept(started);
            throw e;
        }
    }

    private void record(String event, String reason) {
        try {
            journal.append(event, reason, routes);
        } catch (IOException e) {
            System.err.println("cannot write the journal (" + event + "): " + e);
        }
    }

    private Routes require(String canary) throws HttpProblem {
        endExpired();
        Routes current = routes;
        if (current.isCanary() && current.split().canary().equals(canary)) {
            return current;
        }
        Ending last = ending;
        throw new HttpProblem(
                409,
                last != null && last.canary().equals(canary)
                        ? "the canary was " + last.outcome().replace('-', ' ') + " at " + last.time()
                                + (last.reason() == null ? "" : ": " + last.reason())
                        : "there is no such canary");
    }

    private synchronized void begin() throws HttpProblem {
        endExpired();
        if (routes.isCanary() || starting) {
            throw new HttpProblem(409, "a canary is on or a server is being started: wait for its end");
        }
        starting = true;
    }

    private synchronized void finishStarting() {
        starting = false;
    }
}
