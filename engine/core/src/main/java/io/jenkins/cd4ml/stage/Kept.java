package io.jenkins.cd4ml.stage;

import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What the stages of one command keep from one to the next, such as processes that are ready; gone when it is closed. */
public final class Kept implements Closeable {
    private final Map<Class<?>, Closeable> things = new LinkedHashMap<>();

    /** The one of that type, made when it is asked for the first time. */
    public synchronized <T extends Closeable> T of(Class<T> type, Supplier<T> maker) {
        return type.cast(things.computeIfAbsent(type, key -> maker.get()));
    }

    /** Lets go of all; what is asked for afterwards is made anew. */
    @Override
    public synchronized void close() throws IOException {
        IOException failure = null;
        for (Closeable thing : things.values()) {
            try {
                thing.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        things.clear();
        if (failure != null) {
            throw failure;
        }
    }
}
