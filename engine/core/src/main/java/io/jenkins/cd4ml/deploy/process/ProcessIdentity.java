package io.jenkins.cd4ml.deploy.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that cannot be mistaken for a later one with the same number.
 *
 * @param start when it started, in the system's own words: on Linux the boot's id and the start in clock ticks since then
 *     (exact, and no change of the clock moves it); elsewhere the start instant
 */
public record ProcessIdentity(long pid, String start) {

    private static final Path PROC = Path.of("/proc");
    private static final Path BOOT = PROC.resolve("sys/kernel/random/boot_id");

    /** This process. */
    public static ProcessIdentity current() {
        long pid = ProcessHandle.current().pid();
        return new ProcessIdentity(pid, startOf(pid).orElse("unknown"));
    }

    /** The living process with that number. */
    public static Optional<ProcessIdentity> of(long pid) {
        return startOf(pid).map(start -> new ProcessIdentity(pid, start));
    }

    /** Whether it still runs; one that has ended and was not collected by its parent yet does not. */
    public boolean alive() {
        return startOf(pid).filter(start::equals).isPresent();
    }

    /** Ends it at once; does nothing where it has ended, whoever has its number now. */
    public void kill() {
        handle().ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Asks it to end. */
    public void terminate() {
        handle().ifPresent(ProcessHandle::destroy);
    }

    private Optional<ProcessHandle> handle() {
        return alive() ? ProcessHandle.of(pid) : Optional.empty();
    }

    private static Optional<String> startOf(long pid) {
        if (!Files.isReadable(BOOT)) {
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .flatMap(handle -> handle.info().startInstant())
                    .map(Object::toString);
        }
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"));
            // proc(5): the command in parentheses may hold anything; after it the 3rd field is the state, the 22nd the
            // start.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            boolean ended = fields[0].equals("Z") || fields[0].equals("X");
            return ended ? Optional.empty() : Optional.of(Files.readString(BOOT).strip() + ":" + fields[19]);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
