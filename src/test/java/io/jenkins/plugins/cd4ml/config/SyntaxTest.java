package io.jenkins.plugins.cd4ml.config;

import static org.junit.Assert.assertEquals;

import hudson.util.FormValidation;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class SyntaxTest {
    private static final Map<Syntax, List<String>> RIGHT = Map.of(
            Syntax.RUN, List.of("build-1", "a", "", " x "),
            Syntax.HEAP, List.of("512m", "4G"),
            Syntax.RELATIVE_PATH, List.of("cd4ml.yaml", "a/b.yaml", "a..b/c", "with space"),
            Syntax.ABSOLUTE_PATH, List.of("/opt/packs", "C:\\packs", "D:/packs"),
            Syntax.PATTERN, List.of("data/*.csv", "/mnt/data"),
            Syntax.NAME, List.of("production"),
            Syntax.SETTINGS,
                    List.of("epochs=5", "# why\n\na.b.c = [1, 2]\nx=", "tests.temp max.x=1".replace(" ", "_")));

    private static final Map<Syntax, List<String>> WRONG = Map.of(
            Syntax.RUN, List.of("../x", ".x", "a/b", "a b", "x".repeat(101)),
            Syntax.HEAP, List.of("512", "m", "0m", "512mb", "-1g", "1g -XX:OnOutOfMemoryError=x"),
            Syntax.RELATIVE_PATH, List.of("/etc/passwd", "..", "a/../b", "C:x", "a\\b", "a\nb"),
            Syntax.ABSOLUTE_PATH, List.of("packs", "~/packs", "/a\nb"),
            Syntax.PATTERN, List.of("a\nb"),
            Syntax.NAME, List.of("a b", "-x"),
            Syntax.SETTINGS, List.of("epochs", "=5", "epochs 5", "ok=1\nnot ok", "x=" + "y".repeat(20_001)));

    /** Patterns that try every way to divide a text, or that recurse by character, end a controller's thread by such lines. */
    @Test(timeout = 600_000)
    public void longTextsTakeTimeInProportion() {
        List<String> pieces = List.of(
                "a", ".a", "a.", " ", " a", "\n", "\n ", "#\n", "A=1\n", "=", "/", "a/", "../", "\\", "0", "$",
                "\u00e4", "\t\n");
        for (Syntax syntax : Syntax.values()) {
            for (String start : List.of("", "a", "a.", "/", "https://", "s3://b/", "C:/", "A=")) {
                for (String piece : pieces) {
                    for (int length : List.of(19_900, 400_000)) {
                        String text = start + piece.repeat(length / piece.length());
                        syntax.problem(text);
                        syntax.problem(text + "!\n!");
                    }
                }
            }
        }
        assertEquals(FormValidation.Kind.OK, Syntax.SETTINGS.check("a" + ".b".repeat(9_990) + "=1").kind);
        assertEquals(FormValidation.Kind.ERROR, Syntax.SETTINGS.check("a" + ".b".repeat(9_990) + " x").kind);
    }

    @Test
    public void tellsRightFromWrong() {
        RIGHT.forEach((syntax, texts) ->
                texts.forEach(text -> assertEquals(text, FormValidation.Kind.OK, syntax.check(text).kind)));
        WRONG.forEach((syntax, texts) ->
                texts.forEach(text -> assertEquals(text, FormValidation.Kind.ERROR, syntax.check(text).kind)));
    }
}
