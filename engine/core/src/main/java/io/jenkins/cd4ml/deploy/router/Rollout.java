package io.jenkins.cd4ml.deploy.router;

import io.jenkins.cd4ml.deploy.http.HttpProblem;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import java.io.IOException;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Which version gets which traffic: champion, canary, lease. Changes that give traffic to something new are in the journal
 * before they take effect; changes back to the champion are written first, too, and take effect whatever the disk says, for a restarted
 * router does the same; what could not be written is written as soon as the disk takes it. One change at a time; starting a server does not hold up the end of a lease.
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
        servers.adopt(before.champion());
        servers.adopt(before.candidate());
        servers.adopt(before.before());
        routes = before;
        if (before.isCanary()
                && last.event().equals(PROMOTING)
                && alias.is(before.candidate().version())) {
            promoted(before);
            journal.note(Ending.PROMOTED, null, routes);
            return;
        }
        if (!end(before, "recovered", "the router died and was started again; a canary does not survive that")) {
            journal.append("recovered", null, routes);
        }
    }

    /**
     * Makes a version the champion without a canary: the one of the registry. What was proposed is decided by that; the champion
     * before it comes back without being started where it is the one.
     */
    void champion(ServedVersion version, String reason) throws IOException, InterruptedException, HttpProblem {
        begin();
        try {
            Proposal open = routes.proposal();
            if (isServedBy(routes.champion(), version)) {
                settle(open, true, "the registry names it its champion");
                return;
            }
            if (open != null && isServedBy(open.before(), version)) {
                settle(open, false, "the registry does not name it its champion");
                return;
            }
            ServingServer server = servers.start(version);
            synchronized (this) {
                appendFor(server, "champion", reason, Routes.to(server));
                Routes old = routes;
                routes = Routes.to(server);
                traffic = new Traffic();
                retireAll(
                        old.champion(),
                        old.proposal() == null ? null : old.proposal().before());
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
                ServingServer waiting = routes.before();
                Routes next = Routes.canary(routes.champion(), server, new StickySplit(id, stickyBy, 0));
                appendFor(server, "canary", null, next);
                lease.renew();
                routes = next;
                retireAll(waiting);
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

    /** The candidate becomes the champion without a registry; the old one ends when it has answered its last request. */
    synchronized void promote(String canary) throws IOException, HttpProblem {
        if (Ending.isPromotion(ending, canary)) {
            return;
        }
        Routes current = require(canary);
        journal.append(Ending.PROMOTED, null, Routes.to(current.candidate()));
        promoted(current);
    }

    /**
     * The candidate becomes the champion, also by this machine's registry, which hears of it first. Does nothing where that has happened.
     * Another writer of the registry is waited for without holding up the end of the canary or of its lease, and both are asked once more
     * before the registry is written: what the driver gave up meanwhile does not happen.
     *
     * @param action {@code PROMOTE}, or {@code ROLLBACK} where the candidate is an earlier version
     * @param register a sentence for the registry's history
     * @param from the version that the registry must name as the champion until then; null: none
     */
    void promote(String canary, Action action, String register, Integer from) throws IOException, HttpProblem {
        ServedVersion version;
        synchronized (this) {
            if (Ending.isPromotion(ending, canary)) {
                return;
            }
            Routes current = require(canary);
            journal.append(PROMOTING, register, current);
            version = current.candidate().version();
        }
        alias.point(new ChampionAlias.Change(version, action, register, from), write -> {
            synchronized (this) {
                if (Ending.isPromotion(ending, canary)) {
                    return;
                }
                Routes current = require(canary);
                try {
                    write.now();
                } catch (IOException e) {
                    // It may have been written all the same.
                    if (!alias.is(version)) {
                        throw e;
                    }
                }
                // From here on there is no way back, with or without a line in the journal: a restarted router asks the
                // registry.
                promoted(current);
                journal.note(Ending.PROMOTED, register, routes);
            }
        });
    }

    /** The same where the registry of the driver's caller decides, and has yet to hear of it: the old one waits until then. */
    synchronized void propose(String canary, Proposal.Driver driver) throws IOException, HttpProblem {
        if (Ending.isPromotion(ending, canary)) {
            return;
        }
        Routes current = require(canary);
        Routes next = Routes.to(current.candidate()).with(Proposal.of(canary, current.champion(), driver));
        journal.append("proposed", "by run " + driver.run(), next);
        routes = next;
        ending = new Ending(canary, Ending.PROMOTED, null, clock.instant());
    }

    /** The driver's result is there: from now on the registry alone decides. */
    synchronized void reported(Proposal open) {
        if (open.equals(routes.proposal())) {
            Routes next = routes.with(open.asReported());
            journal.note("reported", "the registry decides", next);
            routes = next;
        }
    }

    /** Ends a proposal: its champion stays, or the one before serves again. */
    synchronized void settle(Proposal open, boolean accepted, String reason) {
        Routes current = routes;
        if (open == null || !open.equals(current.proposal())) {
            return;
        }
        Routes next = accepted ? current.with(null) : Routes.to(open.before());
        journal.note(accepted ? "registered" : Ending.ROLLED_BACK, reason, next);
        routes = next;
        ending = new Ending(open.canary(), accepted ? Ending.PROMOTED : Ending.ROLLED_BACK, reason, clock.instant());
        retireAll(accepted ? open.before() : current.champion());
    }

    private void promoted(Routes current) {
        routes = Routes.to(current.candidate());
        ending = new Ending(current.split().canary(), Ending.PROMOTED, null, clock.instant());
        retireAll(current.champion());
    }

    /** All traffic to the champion, the candidate ends, also one that is proposed; does nothing where that canary is over. */
    synchronized void rollBack(String canary, String reason) {
        Routes current = routes;
        if (current.proposal() != null && current.proposal().canary().equals(canary)) {
            settle(current.proposal(), false, reason);
        } else if (current.isCanary() && current.split().canary().equals(canary)) {
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
    synchronized boolean replaceChampion(ServingServer dead, ServingServer restarted) {
        Routes current = routes;
        if (current.champion() == null || !current.champion().id().equals(dead.id())) {
            return false;
        }
        Routes next = current.withChampion(restarted);
        journal.note("restarted", "the champion's server had died", next);
        routes = next;
        return true;
    }

    /** Ends everything. */
    synchronized void stop(String reason) {
        Routes current = routes;
        journal.note("stopped", reason, Routes.NONE);
        routes = Routes.NONE;
        retireAll(current.candidate(), current.champion(), current.before());
    }

    /** Writes what the journal lacks. */
    void retryJournal() {
        journal.retry();
    }

    private void retireAll(ServingServer... ended) {
        for (ServingServer server : ended) {
            if (server != null) {
                retire.accept(server);
            }
        }
    }

    private static boolean isServedBy(ServingServer server, ServedVersion version) {
        return server != null && server.version().sameAs(version);
    }

    private boolean end(Routes current, String event, String reason) {
        if (!current.isCanary()) {
            return false;
        }
        journal.note(event, reason, current.championOnly());
        routes = current.championOnly();
        ending = new Ending(current.split().canary(), Ending.ROLLED_BACK, reason, clock.instant());
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

    private Routes require(String canary) throws HttpProblem {
        endExpired();
        Routes current = routes;
        if (current.isCanary() && current.split().canary().equals(canary)) {
            return current;
        }
        throw new HttpProblem(409, Ending.sentence(ending, canary));
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
