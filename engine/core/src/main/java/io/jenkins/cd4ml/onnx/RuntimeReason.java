package io.jenkins.cd4ml.onnx;

import io.jenkins.cd4ml.problem.Excerpt;
import java.util.regex.Pattern;

/**
 * What ONNX Runtime says of a failure, whole: its codes and the places in its own source are left out, for the reason stands after
 * them.
 */
public final class RuntimeReason {
    private static final int LONGEST = 800;
    private static final Pattern CODE = Pattern.compile("^Error code - \\w+ - message: ");
    /** {@code /onnxruntime_src/onnxruntime/core/…/model.cc:181 onnxruntime::Model::Model(…) }, up to the words. */
    private static final Pattern PLACE =
            Pattern.compile("\\S*\\.(cc|h|cpp|hpp):\\d+ [\\w:~<>&*, ()]*?\\)( \\[[^\\]]*\\])? ?");

    private RuntimeReason() {}

    /** The reason on one line, without control characters. */
    public static String of(Exception failure) {
        String message =
                CODE.matcher(String.valueOf(failure.getMessage()).strip()).replaceFirst("");
        String plain = PLACE.matcher(message.replaceAll("\\s+", " ")).replaceAll("");
        return Excerpt.of(plain.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?").strip(), LONGEST);
    }
}
