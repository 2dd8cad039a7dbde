package io.jenkins.plugins.cd4ml.retrain;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Job;
import hudson.model.Run;
import java.time.Duration;

/** How long a job that drift has started is left alone. Its own builds tell, so that a restart forgets nothing. */
final class Cooldown {
    private static final int MOST_BUILDS = 200;

    private Cooldown() {}

    /** {@code 30m}, {@code 24h}, {@code 7d}, or 0. */
    static Duration parse(String text) {
        if ("0".equals(text)) {
            return Duration.ZERO;
        }
        long amount = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 'm' -> Duration.ofMinutes(amount);
            case 'h' -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    /** The last build that drift started less than that long before now; null where there is none. */
    @CheckForNull
    static Run<?, ?> within(Job<?, ?> job, Duration cooldown, long now) {
        Run<?, ?> build = job.getLastBuild();
        for (int i = 0; i < MOST_BUILDS && build != null; i++, build = build.getPreviousBuild()) {
            if (now - build.getTimeInMillis() >= cooldown.toMillis()) {
                return null;
            }
            if (build.getCause(RetrainCause.class) != null) {
                return build;
            }
        }
        return null;
    }
}
