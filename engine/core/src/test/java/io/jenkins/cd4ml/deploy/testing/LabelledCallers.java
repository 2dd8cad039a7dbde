package io.jenkins.cd4ml.deploy.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks for one radius after the other, 0 to 29 and again, each as a caller of its own, until closed, and sends the right class (malignant from 15 on)
 * at once, later, or never; fifty times a second, unless the answers take longer.
 */
public final class LabelledCallers implements AutoCloseable {
    private static final long EVERY_MILLIS = 20;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String name;
    private final Thread thread;
    private final List<Integer> unlabelled = new ArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private boolean labels;
    private volatile boolean done;

    /** {@code name}: the beginning of its requests' ids. */
    public LabelledCallers(String url, String name, boolean labels) {
        this.url = url;
        this.name = name;
        this.labels = labels;
        this.thread = new Thread(this::ask, name);
        thread.start();
    }

    /** Sends the labels of all that was asked until now, and from now on each at once. */
    public synchronized void label() throws IOException, InterruptedException {
        for (int i : unlabelled) {
            label(i);
        }
        unlabelled.clear();
        labels = true;
    }

    /** Predictions so far. */
    public int answered() {
        return answered.get();
    }

    @Override
    public void close() throws InterruptedException {
        done = true;
        thread.join();
    }

    private void ask() {
        for (int i = 0; !done; i++) {
            try {
                answered.addAndGet(
                        send("/v1/models/cells:predict", i, "{\"rows\":[{\"mean_radius\":" + i % 30 + "}]}") == 200
                                ? 1
                                : 0);
                synchronized (this) {
                    if (labels) {
                        label(i);
                    } else {
                        unlabelled.add(i);
                    }
                }
                Thread.sleep(EVERY_MILLIS);
            } catch (IOException e) {
                // at the canary's end the router may be gone
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void label(int i) throws IOException, InterruptedException {
        String truth = i % 30 >= 15 ? "malignant" : "benign";
        send("/feedback", i, "{\"id\":\"" + name + "-" + i + "\",\"truth\":\"" + truth + "\"}");
    }

    private int send(String path, int i, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .header("X-Request-Id", name + "-" + i)
                .header("X-Routing-Key", name + "-" + i)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
