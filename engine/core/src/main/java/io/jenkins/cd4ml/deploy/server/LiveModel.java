package io.jenkins.cd4ml.deploy.server;

import io.jenkins.cd4ml.deploy.batching.Batcher;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model in memory with all that use it: whoever holds a version may use it to the end, and when it has been replaced and the
 * last one has let go, its native memory is freed.
 */
final class LiveModel {
    private final Predictor predictor;
    private final Batcher batcher;

    /** One for being the current model, one for each request. */
    private final AtomicInteger users = new AtomicInteger(1);

    LiveModel(Predictor predictor, Batcher batcher) {
        this.predictor = predictor;
        this.batcher = batcher;
    }

    ServedModel model() {
        return predictor.model();
    }

    Batcher batcher() {
        return batcher;
    }

    /** False where it has been freed. */
    boolean use() {
        int now = users.get();
        while (now > 0) {
            if (users.compareAndSet(now, now + 1)) {
                return true;
            }
            now = users.get();
        }
        return false;
    }

    void release() {
        if (users.decrementAndGet() == 0) {
            predictor.close();
        }
    }
}
