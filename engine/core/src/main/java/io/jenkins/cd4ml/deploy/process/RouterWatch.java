package io.jenkins.cd4ml.deploy.process;

import io.jenkins.cd4ml.problem.FileFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.FileTime;
import java.time.Duration;

/**
 * Ends a router that lives and does nothing: stopped, or stuck. Whoever needs one looks every half second; a router has hung when its
 * sign of life ({@link ServingFolder#routerAlive}) has not changed in so many looks and it does not answer a question either. Looks
 * are counted and not timed: where the whole machine slept, the looks slept too.
 */
public final class RouterWatch {
    /** From one look to the next. */
    public static final Duration EVERY = Duration.ofMillis(500);

    private static final int LOOKS = 20;
    private static final Duration ANSWER = Duration.ofSeconds(3);

    private final ServingFolder folder;
    private final int looks;
    private final Duration answer;
    private ProcessIdentity seen;
    private FileTime sign;
    private int unchanged;
    private boolean changed;

    public RouterWatch(ServingFolder folder) {
        this(folder, LOOKS, ANSWER);
    }

    RouterWatch(ServingFolder folder, int looks, Duration answer) {
        this.folder = folder;
        this.looks = looks;
        this.answer = answer;
    }

    /** Looks once. */
    public void look() throws IOException, InterruptedException {
        Announcement router = Announcement.read(folder.router())
                .filter(found -> found.serves() && found.process().alive())
                .orElse(null);
        FileTime now = signOfLife();
        if (router == null || now == null || !router.process().equals(seen) || !now.equals(sign)) {
            changed |= router != null && router.process().equals(seen) && now != null && sign != null;
            seen = router == null ? null : router.process();
            sign = now;
            unchanged = 0;
            return;
        }
        unchanged++;
        if (unchanged >= looks) {
            unchanged = 0;
            if (!answers(router.url())) {
                System.err.println("the router (pid " + seen.pid() + ") has given no sign of life for "
                        + EVERY.multipliedBy(looks).toSeconds() + " s and does not answer: ending it");
                router.process().kill();
            }
        }
    }

    /** Whether the router has given no sign of life from the first look on. */
    public boolean isSilent() {
        return !changed;
    }

    /** Looks until interrupted, in a thread of its own. */
    public Thread start() {
        Thread thread = new Thread(this::watch, "router-watch");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(EVERY.toMillis());
                try {
                    look();
                } catch (IOException | RuntimeException e) {
                    System.err.println("cannot look after the router: " + FileFailure.of(e));
                }
            }
        } catch (InterruptedException e) {
            // nobody needs it any more
        }
    }

    /** Null of a router that gives none. */
    private FileTime signOfLife() throws IOException {
        try {
            return Files.getLastModifiedTime(folder.routerAlive());
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private boolean answers(String url) throws InterruptedException {
        try {
            HttpClient client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(answer)
                    .build();
            HttpRequest question = HttpRequest.newBuilder(URI.create(url + "/v2/health/live"))
                    .timeout(answer)
                    .build();
            client.send(question, HttpResponse.BodyHandlers.discarding());
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
