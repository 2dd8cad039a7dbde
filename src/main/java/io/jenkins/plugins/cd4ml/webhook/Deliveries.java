package io.jenkins.plugins.cd4ml.webhook;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.model.Item;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends events without keeping anybody waiting. Each folder has a queue of its own for each address, whose events go one after the other:
 * one that is slow delays no other. What the other side does not take is tried again after 1, 5 and 25 seconds; where 200 events wait in a
 * queue, or 5,000 in all, further ones are dropped, and a stop of Jenkins drops what waits: both are logged.
 */
@Extension
public final class Deliveries {
    private static final Logger LOGGER = Logger.getLogger(Deliveries.class.getName());
    private static final int MOST_OF_ONE = 200;
    private static final int MOST = 5000;
    private static final int ATTEMPTS = 4;
    private static final int FACTOR = 5;
    private static final int TOO_MANY = 429;

    /** What a folder sends to an address. */
    private static final class Queue {
        private final String name;
        private final Deque<Supplier<CompletableFuture<Void>>> work = new ArrayDeque<>();
        private boolean busy;

        /** Events that have not arrived yet, those that are tried again later among them. */
        private int waiting;

        Queue(String name) {
            this.name = name;
        }
    }

    private final Map<String, Queue> queues = new HashMap<>();
    private int waiting;

    /** They only start work and look at its end: an attempt occupies none of them. */
    private final ScheduledThreadPoolExecutor threads =
            new ScheduledThreadPoolExecutor(2, new NamingThreadFactory(new DaemonThreadFactory(), "cd4ml-webhook"));

    public static Deliveries get() {
        return ExtensionList.lookupSingleton(Deliveries.class);
    }

    /** Queues an event; what is wrong with the webhook is logged and troubles nobody. */
    public void send(@CheckForNull WebhookSettings settings, WebhookEvent event, @CheckForNull Item item) {
        if (settings == null || !WebhookSettings.isAddress(settings.getUrl())) {
            return;
        }
        String folder = item == null ? "" : item.getParent().getFullName();
        Queue queue = admit(settings.getUrl() + " of " + folder);
        if (queue == null) {
            LOGGER.warning(() -> "dropped " + event.event() + ": too many events wait for their webhook");
            return;
        }
        add(queue, () -> {
            try {
                return attempt(queue, Delivery.of(settings, event, item), 1);
            } catch (IOException | RuntimeException e) {
                LOGGER.log(Level.WARNING, "cannot send " + event.event(), e);
                settle(queue);
                return CompletableFuture.completedFuture(null);
            }
        });
    }

    private CompletableFuture<Void> attempt(Queue queue, Delivery delivery, int number) {
        return begin(delivery).handle((status, failure) -> {
            String problem = failure != null ? delivery.problem(failure) : status / 100 == 2 ? null : "HTTP " + status;
            boolean again = failure != null || status / 100 == 5 || status == TOO_MANY;
            if (problem != null && again && number < ATTEMPTS) {
                long seconds = (long) Math.pow(FACTOR, number - 1.0);
                threads.schedule(
                        () -> add(queue, () -> attempt(queue, delivery, number + 1)), seconds, TimeUnit.SECONDS);
                return null;
            }
            settle(queue);
            if (problem != null) {
                LOGGER.warning(() -> "gave up to send " + delivery.event() + " to " + delivery.host() + ": " + problem);
            }
            return null;
        });
    }

    private static CompletableFuture<Integer> begin(Delivery delivery) {
        try {
            return delivery.begin();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The queue of that name with a place for one more event; null where there is none. */
    @CheckForNull
    private Queue admit(String name) {
        synchronized (queues) {
            Queue queue = queues.computeIfAbsent(name, Queue::new);
            if (waiting >= MOST || queue.waiting >= MOST_OF_ONE) {
                return queue.waiting == 0 ? forget(queue) : null;
            }
            waiting++;
            queue.waiting++;
            return queue;
        }
    }

    @CheckForNull
    private Queue forget(Queue queue) {
        queues.remove(queue.name);
        return null;
    }

    /** An event has arrived, or been given up. */
    private void settle(Queue queue) {
        synchronized (queues) {
            waiting--;
            queue.waiting--;
            if (queue.waiting == 0) {
                forget(queue);
            }
        }
    }

    private void add(Queue queue, Supplier<CompletableFuture<Void>> work) {
        synchronized (queues) {
            queue.work.add(work);
            if (queue.busy) {
                return;
            }
            queue.busy = true;
        }
        threads.execute(() -> next(queue));
    }

    private void next(Queue queue) {
        Supplier<CompletableFuture<Void>> work;
        synchronized (queues) {
            work = queue.work.poll();
            queue.busy = work != null;
        }
        if (work != null) {
            work.get().whenComplete((done, failure) -> threads.execute(() -> next(queue)));
        }
    }

    /** Events that have not arrived yet. */
    int waiting() {
        synchronized (queues) {
            return waiting;
        }
    }

    @Terminator
    public static void stop() {
        Deliveries deliveries = get();
        int lost = deliveries.waiting();
        if (lost > 0) {
            LOGGER.warning(() -> lost + " events for webhooks are lost, since Jenkins stops");
        }
        deliveries.threads.shutdownNow();
    }
}
