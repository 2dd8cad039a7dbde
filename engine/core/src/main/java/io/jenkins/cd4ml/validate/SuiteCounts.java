package io.jenkins.cd4ml.validate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;

/**
 * Counts of nested test suites. A suite declares how many of its tests failed, and its test cases say which: where the two differ the
 * larger number counts, as a report that lost a part of its cases still knows how many failed.
 */
final class SuiteCounts {
    private final Deque<long[]> open = new ArrayDeque<>();
    private long failures;
    private long missing;

    /**
     * A suite begins.
     *
     * @param attribute the value of an attribute by its name; null where it has none
     * @throws IllegalArgumentException where a count is none
     */
    void begin(Function<String, String> attribute) {
        long failed = count(attribute, "failures") + count(attribute, "errors");
        long notRun = count(attribute, "skipped") + count(attribute, "disabled");
        open.push(new long[] {failed, count(attribute, "tests") - notRun, 0, 0});
    }

    /** A test case of the innermost suite. */
    void test() {
        if (!open.isEmpty()) {
            open.peek()[3]++;
        }
    }

    /** A test case of the innermost suite, or the suite itself, failed. */
    void failure() {
        if (!open.isEmpty()) {
            open.peek()[2]++;
        }
    }

    /** The innermost suite ends. */
    void end() {
        long[] suite = open.pop();
        long failed = Math.max(suite[0], suite[2]);
        if (open.isEmpty()) {
            failures += failed;
            missing += Math.max(0, suite[1] - suite[3]);
        } else {
            open.peek()[2] += failed;
            // what an inner suite lacks is not made good by another one
            open.peek()[3] += suite[3];
            missing += Math.max(0, suite[1] - suite[3]);
        }
    }

    /** Tests that failed, or ended in an error. */
    long failures() {
        return failures;
    }

    /** Tests that suites declare and that no test case stands for. */
    long missing() {
        return missing;
    }

    private static long count(Function<String, String> attribute, String name) {
        String text = attribute.apply(name);
        if (text == null || text.isBlank()) {
            return 0;
        }
        if (!text.strip().matches("\\d{1,12}")) {
            throw new IllegalArgumentException(
                    "'" + name + "' of a suite is '" + text + "', which is no number of tests");
        }
        return Long.parseLong(text.strip());
    }
}
