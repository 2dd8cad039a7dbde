package io.jenkins.cd4ml.runtime;

import io.jenkins.cd4ml.stage.StageContext;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Workers that have done a work and wait for the next one of their kind: most of a short work is the start of its process. All are dead
 * when it is closed. One whose work did not succeed is never here.
 */
final class WorkerPool implements Closeable {
    /** A worker that has taken more keeps none of it for the next work: of such a work the start is a small part. */
    static final long MOST_BYTES = 512L << 20;

    /** What little each work may leave behind in the libraries' memory ends with the process. */
    static final int MOST_WORKS = 50;

    private final List<Idle> idle = new ArrayList<>();
    private boolean closed;

    /** What a process must have in common with the next work: its class path, its JVM's options, its environment. */
    record Kind(List<String> packs, List<String> options, Map<String, String> environment) {
        static Kind of(WorkerSpec spec, StageContext context) {
            return new Kind(spec.packs(), spec.jvmOptions(), context.environment());
        }
    }

    private record Idle(Kind kind, WorkerProcess process) {}

    /** The pool of the command that a stage belongs to; null where it keeps nothing. */
    static WorkerPool of(StageContext context) {
        return context.kept() == null ? null : context.kept().of(WorkerPool.class, WorkerPool::new);
    }

    /** A worker for that kind of work, which is the caller's from then on; null where there is none. */
    synchronized WorkerProcess take(Kind kind) {
        for (Iterator<Idle> all = idle.iterator(); all.hasNext(); ) {
            Idle next = all.next();
            if (next.kind().equals(kind)) {
                all.remove();
                if (next.process().isAlive()) {
                    return next.process();
                }
                next.process().close();
            }
        }
        return null;
    }

    /** Keeps a worker whose work has succeeded, or ends it. */
    synchronized void put(Kind kind, WorkerProcess process) {
        if (closed || !process.isAlive() || process.memory() > MOST_BYTES || process.works() >= MOST_WORKS) {
            process.close();
        } else {
            idle.add(new Idle(kind, process));
        }
    }

    /** Bytes that idle workers hold: what ending them would set free. */
    synchronized long idleBytes() {
        return idle.stream().mapToLong(one -> one.process().memory()).sum();
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(one -> one.process().close());
        idle.clear();
    }
}
