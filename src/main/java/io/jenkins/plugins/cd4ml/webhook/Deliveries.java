package io.jenkins.plugins.cd4ml.webhook;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.model.Item;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import java.io.IOException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends events one after the other without keeping anybody waiting. What the other side does not take is tried again after 1, 5 and
 * 25 seconds; when a thousand wait, further ones are dropped, and a stop of Jenkins drops what waits: both are logged.
 */
@Extension
public final class Deliveries {
    private static final Logger LOGGER = Logger.getLogger(Deliveries.class.getName());
    private static final int MOST = 1000;
    private static final int ATTEMPTS = 4;
    private static final int FACTOR = 5;
    private static final int TOO_MANY = 429;

    private final AtomicInteger waiting = new AtomicInteger();
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
        if (waiting.incrementAndGet() > MOST) {
            waiting.decrementAndGet();
            LOGGER.warning(() -> "dropped " + event.event() + ": " + MOST + " events wait for their webhook");
            return;
        }
        threads.execute(() -> {
            try {
                attempt(Delivery.of(settings, event, item), 1);
            } catch (IOException | RuntimeException e) {
                waiting.decrementAndGet();
                LOGGER.log(Level.WARNING, "cannot send " + event.event(), e);
            }
        });
    }

    private void attempt(Delivery delivery, int number) {
        String problem;
        boolean again = true;
        try {
            int status = delivery.send();
            problem = status / 100 == 2 ? null : "HTTP " + status;
            again = status / 100 == 5 || status == TOO_MANY;
        } catch (IOException e) {
            problem = String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            problem = "Jenkins stops";
            again = false;
        } catch (RuntimeException e) {
            problem = e.toString();
            again = false;
        }
        if (problem != null && again && number < ATTEMPTS) {
            long seconds = (long) Math.pow(FACTOR, number - 1.0);
            threads.schedule(() -> attempt(delivery, number + 1), seconds, TimeUnit.SECONDS);
            return;
        }
        waiting.decrementAndGet();
        if (problem != null) {
            String why = problem;
            LOGGER.warning(() -> "gave up to send " + delivery.event() + " to " + delivery.host() + ": " + why);
        }
    }

    /** Events that have not arrived yet. */
    int waiting() {
        return waiting.get();
    }

    @Terminator
    public static void stop() {
        Deliveries deliveries = get();
        int lost = deliveries.waiting.get();
        if (lost > 0) {
            LOGGER.warning(() -> lost + " events for webhooks are lost, since Jenkins stops");
        }
        deliveries.threads.shutdownNow();
    }
}
