package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.CommandSettings;
import io.jenkins.cd4ml.problem.InputException;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * An estimate of the memory that a training process needs, so that too little of it is said before hours of work and not by the
 * kernel.
 *
 * @param heap bytes of its Java heap
 * @param library bytes that the library takes besides
 */
public record MemoryNeed(long heap, long library) {
    private static final long MEGABYTE = 1 << 20;

    /** What one run of a user's program is said to need, or assumed to. */
    static MemoryNeed of(CommandSettings program) {
        return new MemoryNeed(0, bytes(program.memory() == null ? CommandSettings.ASSUMED_MEMORY : program.memory()));
    }

    /** Refuses a program that is said to need more than is free; what is only assumed refuses nothing. */
    static void require(CommandSettings program, long available) {
        if (program.memory() != null && bytes(program.memory()) > available) {
            throw InputException.ofKey(
                    "train.command.memory",
                    "the program is said to need " + program.memory() + ", and " + shown(available)
                            + " are free here: use a larger machine, or correct it");
        }
    }

    /**
     * Makes sure that the machine and the configured heap have that much.
     *
     * @param configured {@code train.heap}; null: the JVM's default, a quarter of the machine's memory
     */
    void require(String configured) {
        require(configured, available());
    }

    void require(String configured, long available) {
        if (configured != null && bytes(configured) < heap) {
            throw InputException.ofKey(
                    "train.heap",
                    configured + " is too little: the training rows need a Java heap of about " + shown(heap)
                            + "; give it that, or use fewer rows or fewer inputs");
        }
        if (heap + library > available) {
            throw new InputException(
                    "training needs about " + shown(heap + library) + " of memory and " + shown(available)
                            + " are free here: use a larger machine, fewer rows, fewer inputs or a smaller model");
        }
    }

    /** {@code 300 MB}, {@code 3.2 GB}. */
    private static String shown(long bytes) {
        return bytes < 1000 * MEGABYTE
                ? (bytes / MEGABYTE + 1) + " MB"
                : String.format(Locale.ROOT, "%.1f GB", bytes / (1024.0 * MEGABYTE));
    }

    private static long bytes(String size) {
        long number = Long.parseLong(size.substring(0, size.length() - 1));
        return Character.toLowerCase(size.charAt(size.length() - 1)) == 'g'
                ? number * 1024 * MEGABYTE
                : number * MEGABYTE;
    }

    public long bytes() {
        return heap + library;
    }

    /** Bytes that a new process can have now. */
    static long available() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? AvailableMemory.of(system)
                : Long.MAX_VALUE;
    }
}
