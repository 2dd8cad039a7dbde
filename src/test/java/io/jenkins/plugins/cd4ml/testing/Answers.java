package io.jenkins.plugins.cd4ml.testing;

/** Results that {@link FakeEngine} gives. */
public final class Answers {
    private Answers() {}

    /** A whole result of {@code trainModel}. */
    public static String training(String verdict, String summary) {
        return of("trainModel", verdict, summary, "null", "[]");
    }

    /** A whole result of {@code validateModel} with an accuracy of 0.5. */
    public static String validation(String verdict, String summary) {
        return of(
                "validateModel",
                verdict,
                summary,
                """
                {"task": "classification", "split": "test", "rows": 10, "metrics": [{"name": "accuracy", "value": 0.5, \
                "sampleSize": 10, "higherIsBetter": true}, {"name": "recall", "label": "rain", "value": 0.25, \
                "sampleSize": 4, "higherIsBetter": true}], "slices": []}""",
                """
                [{"name": "accuracy >= 0.75", "group": "gate", "outcome": "%s", "value": 0.5, "threshold": 0.75, \
                "comparison": ">=", "message": "accuracy is 0.5, less than 0.75"}]"""
                        .formatted(verdict.equals("PASSED") ? "PASSED" : "FAILED"));
    }

    public static String of(String stage, String verdict, String summary, String detail, String checks) {
        return """
                {"protocol": 1, "stage": "%s", "run": "RUN", "model": "weather", "verdict": "%s", "summary": "%s",
                "checks": %s, "detail": %s, "files": [], "started": "2026-11-21T10:00:00Z",
                "finished": "2026-11-21T10:00:02Z"}"""
                .formatted(stage, verdict, summary, checks, detail);
    }
}
