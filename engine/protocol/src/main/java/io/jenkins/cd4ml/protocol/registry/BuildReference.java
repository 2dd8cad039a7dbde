package io.jenkins.cd4ml.protocol.registry;

/**
 * A build of Jenkins in words that no change of Jenkins' address touches, and that outlive the build.
 *
 * @param job the job's full name, {@code folder/job}
 * @param started when it was scheduled, in milliseconds since 1970: the builds of a job that was deleted and made again have the same
 *     numbers; null where that is not known
 */
public record BuildReference(String job, int number, Long started) {
    /** A build of which only the number is known. */
    public BuildReference(String job, int number) {
        this(job, number, null);
    }

    /** {@code folder/job #12}. */
    @Override
    public String toString() {
        return job + " #" + number;
    }
}
