package io.jenkins.cd4ml.runtime;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that outlives its caller.
 *
 * @param started the moment the operating system gives for its start: with the pid, its identity; null where it gives none
 */
public record LaunchedProcess(long pid, Instant started) {

    /** Whether exactly this process still runs; another one that was given its pid later does not count. */
    public boolean isAlive() {
        return handle().isPresent();
    }

    /** Asks it to end, and kills it where it has not ended after that many milliseconds. */
    public void stop(long graceMillis) throws InterruptedException {
        Optional<ProcessHandle> found = handle();
        if (found.isEmpty()) {
            return;
        }
        ProcessHandle handle = found.get();
        handle.destroy();
        try {
            handle.onExit().get(graceMillis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            handle.destroyForcibly();
            handle.onExit().join();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> started == null
                        || handle.info().startInstant().map(started::equals).orElse(true));
    }
}
