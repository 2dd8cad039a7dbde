package io.jenkins.cd4ml.protocol.registry;

/**
 * A build of Jenkins in words that no change of Jenkins' address touches, and that outlive the build.
 *
 * @param job the job's full name, {@code folder/job}
 */
public record BuildReference(String job, int number) {
    /** {@code folder/job #12}. */
    @Override
    public String toString() {
        return job + " #" + number;
    }
}
