package io.jenkins.cd4ml.deploy.server;

import java.util.concurrent.atomic.AtomicReference;

/** The model that new requests get. */
final class CurrentModel {
    private final AtomicReference<LiveModel> current;

    CurrentModel(LiveModel first) {
        this.current = new AtomicReference<>(first);
    }

    /** For looking, not for predicting: it may be freed at any moment. */
    LiveModel peek() {
        return current.get();
    }

    /** For one request, which releases it; empty-handed only after {@link #close}. */
    LiveModel use() {
        while (true) {
            LiveModel model = current.get();
            if (model == null || model.use()) {
                return model;
            }
        }
    }

    /** Gives new requests another model; the one before is freed when its last request is answered. */
    void replace(LiveModel next) {
        LiveModel before = current.getAndSet(next);
        if (before != null) {
            before.release();
        }
    }

    void close() {
        replace(null);
    }
}
