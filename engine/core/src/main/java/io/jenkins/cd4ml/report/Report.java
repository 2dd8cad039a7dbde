package io.jenkins.cd4ml.report;

import io.jenkins.cd4ml.problem.Excerpt;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.store.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One HTML page that needs nothing else: the results as JSON, the viewer that draws them, its style. It is smaller than
 * {@link #MAX_BYTES}, loads nothing from anywhere (its Content-Security-Policy forbids it) and runs no script but the viewer,
 * which is named there by its hash.
 */
public final class Report {
    /** No page is larger. */
    public static final int MAX_BYTES = 1_000_000;

    private static final int LONGEST_TEXT = 2000;
    private static final Pattern PLACE = Pattern.compile("\\$\\{(\\w+)}");

    private Report() {}

    /**
     * Writes the page.
     *
     * @param html where to; what stands there is replaced at once or not at all
     * @param results the results of one run, in any order; stages that did not run are shown as such
     */
    public static void write(Path html, List<StageResult> results) throws IOException {
        AtomicFile.writeText(html, page(results));
    }

    /** The page as text. */
    static String page(List<StageResult> results) throws IOException {
        List<StageResult> ordered = results.stream()
                .sorted(Comparator.comparing(StageResult::stage))
                .toList();
        String template = resource("page.html");
        String script = resource("viewer.js");
        String style = resource("viewer.css");
        Map<String, String> parts = new HashMap<>();
        parts.put("title", escaped(title(ordered)));
        parts.put("summary", escaped(summary(ordered)));
        parts.put("scriptHash", sha256(script));
        parts.put("styleHash", sha256(style));
        parts.put("script", script);
        parts.put("style", style);
        parts.put("data", "");
        int taken = fill(template, parts).getBytes(StandardCharsets.UTF_8).length;
        parts.put("data", PageData.of(ordered, MAX_BYTES - taken));
        return fill(template, parts);
    }

    private static String title(List<StageResult> results) {
        return results.isEmpty()
                ? "CD4ML"
                : results.get(0).model() + ", run " + results.get(0).run();
    }

    /** What a reader without scripts sees. */
    private static String summary(List<StageResult> results) {
        return results.stream()
                .map(result -> result.stage().step() + ": " + result.verdict() + ". " + result.summary())
                .collect(Collectors.joining("\n"));
    }

    /** Replaces the template's places in one pass: what is put in is not looked at again. */
    private static String fill(String template, Map<String, String> parts) {
        StringBuilder page = new StringBuilder();
        Matcher place = PLACE.matcher(template);
        int done = 0;
        while (place.find()) {
            page.append(template, done, place.start()).append(parts.get(place.group(1)));
            done = place.end();
        }
        return page.append(template, done, template.length()).toString();
    }

    private static String escaped(String text) {
        String cut = Excerpt.of(text, LONGEST_TEXT);
        return cut.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Report.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the viewer is not in this engine: " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
