package io.jenkins.cd4ml.problem;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import java.util.List;
import org.junit.Test;

/** Texts as CPython 3.11, R and the JVM print them. */
public class ExceptionLineTest {
    @Test
    public void anArrayBelowAnExceptionDoesNotHideIt() {
        assertEquals(
                "ValueError: could not broadcast input array from shape (3,) into shape (2,): [[1. 2.]",
                of(
                        "epoch 1",
                        "Traceback (most recent call last):",
                        "  File \"/p/train.py\", line 4, in <module>",
                        "    raise ValueError(x)",
                        "ValueError: could not broadcast input array from shape (3,) into shape (2,): [[1. 2.]",
                        " [3. 4.]",
                        " [5. 6.]]"));
    }

    @Test
    public void theLastOfAChainCounts() {
        assertEquals(
                "my.module.Broken: no rows",
                of(
                        "Traceback (most recent call last):",
                        "  File \"a.py\", line 1, in <module>",
                        "KeyError: 'x'",
                        "",
                        "During handling of the above exception, another exception occurred:",
                        "",
                        "Traceback (most recent call last):",
                        "  File \"a.py\", line 3, in <module>",
                        "my.module.Broken: no rows"));
        assertEquals(
                "SyntaxError: invalid syntax",
                of("  File \"a.py\", line 1", "    x = = 1", "SyntaxError: invalid syntax"));
        assertEquals(
                "Error in eval(x) : object 'y' not found",
                of("Error in eval(x) : object 'y' not found", "Execution halted"));
        assertEquals(
                "Caused by: ai.onnxruntime.OrtException: Missing Input: x",
                of(
                        "Exception in thread \"main\" java.lang.IllegalStateException: it could not be run",
                        "\tat a.B.c(B.java:3)",
                        "Caused by: ai.onnxruntime.OrtException: Missing Input: x",
                        "\t... 4 more"));
    }

    @Test
    public void ordinaryLinesNameNothing() {
        assertNull(of("reading: 3 files", "rain: 0.4", "no such column: snow"));
    }

    @Test
    public void framesAreLeftOut() {
        assertEquals(
                List.of("java.lang.IllegalStateException: x", "Caused by: java.io.IOException: y"),
                ExceptionLine.withoutFrames(List.of(
                        "java.lang.IllegalStateException: x",
                        "\tat io.jenkins.cd4ml.A.b(A.java:12)",
                        "\tat java.base/java.lang.Thread.run(Thread.java:840)",
                        "Caused by: java.io.IOException: y",
                        "\t... 7 more")));
    }

    private static String of(String... lines) {
        ExceptionLine found = new ExceptionLine();
        List.of(lines).forEach(found::accept);
        return found.text();
    }
}
