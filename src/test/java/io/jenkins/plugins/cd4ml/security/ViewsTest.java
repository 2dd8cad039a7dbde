package io.jenkins.plugins.cd4ml.security;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Test;

/** Every view and script of the plugin, whoever adds it: escaping by default, nothing inline, nothing evaluated. */
public class ViewsTest {
    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final String FIRST_LINE = "<?jelly escape-by-default='true'?>";

    private static final Map<String, Pattern> NOT_IN_VIEWS = Map.of(
            "raw HTML", Pattern.compile("rawHtml|escapeText\\s*=\\s*[\"']false|<j:out|<x:out|app\\.markupFormatter"),
            "an escape that is switched off", Pattern.compile("escape-by-default\\s*=\\s*[\"']false"),
            "an inline handler", Pattern.compile("\\son[a-z]+\\s*=\\s*[\"']", Pattern.CASE_INSENSITIVE),
            "an inline script",
                    Pattern.compile("<script(?![^>]*\\bsrc=)[^>]*>|<script[^>]*>\\s*[^<\\s]", Pattern.CASE_INSENSITIVE),
            "a script's address", Pattern.compile("javascript:", Pattern.CASE_INSENSITIVE),
            "a proxy of a Java object", Pattern.compile("<st:bind(?!\\w)|makeStaplerProxy"),
            "something from elsewhere",
                    Pattern.compile(
                            "<(script|link|img|iframe)\\b[^>]*(src|href)=[\"'](https?:)?//", Pattern.CASE_INSENSITIVE));

    private static final Map<String, Pattern> NOT_IN_SCRIPTS = Map.of(
            "evaluated text",
                    Pattern.compile("\\beval\\s*\\(|new\\s+Function\\s*\\(|set(Timeout|Interval)\\s*\\(\\s*[\"'`]"),
            "markup made of text",
                    Pattern.compile(
                            "\\.(inner|outer)HTML\\s*\\+?=|insertAdjacentHTML|document\\.write|createContextualFragment"),
            "an inline handler", Pattern.compile("setAttribute\\s*\\(\\s*[\"']on", Pattern.CASE_INSENSITIVE));

    @Test
    public void everyViewEscapesAndHasNothingInline() throws IOException {
        List<Path> views = files(".jelly");
        assertTrue("views are found", views.size() > 20);
        List<String> problems = new ArrayList<>();
        for (Path view : views) {
            String text = Files.readString(view);
            if (!text.startsWith(FIRST_LINE)) {
                problems.add(view + " does not begin with " + FIRST_LINE);
            }
            look(view, text, NOT_IN_VIEWS, problems);
        }
        assertEquals(List.of(), problems);
    }

    @Test
    public void noViewIsGroovy() throws IOException {
        assertEquals(List.of(), files(".groovy"));
    }

    @Test
    public void helpIsTextAlone() throws IOException {
        List<String> problems = new ArrayList<>();
        for (Path help : files(".html")) {
            look(help, Files.readString(help), NOT_IN_VIEWS, problems);
        }
        assertEquals(List.of(), problems);
    }

    @Test
    public void scriptsPutTextIntoPagesAsText() throws IOException {
        List<Path> scripts = new ArrayList<>(files(".js"));
        try (Stream<Path> shared = Files.walk(Path.of("engine/core/src/main/viewer"))) {
            shared.filter(path -> path.toString().endsWith(".js")).forEach(scripts::add);
        }
        assertTrue("scripts are found", scripts.size() > 10);
        List<String> problems = new ArrayList<>();
        for (Path script : scripts) {
            look(script, Files.readString(script), NOT_IN_SCRIPTS, problems);
        }
        assertEquals(List.of(), problems);
    }

    /** What the patterns are for: each finds what it is named after. */
    @Test
    public void thePatternsFindWhatTheyAreNamedAfter() {
        Map<String, String> samples = new TreeMap<>(Map.of(
                "raw HTML", "<j:out value=\"${h.rawHtml(it.x)}\"/>",
                "an inline handler", "<a onclick=\"x()\">",
                "an inline script", "<script>alert(1)</script>",
                "a script's address", "<a href=\"javascript:x\">",
                "something from elsewhere", "<img src=\"//example.org/x.png\"/>"));
        samples.forEach((name, sample) ->
                assertTrue(name, NOT_IN_VIEWS.get(name).matcher(sample).find()));
        assertTrue(NOT_IN_SCRIPTS
                .get("markup made of text")
                .matcher("x.innerHTML = y")
                .find());
        assertTrue(NOT_IN_SCRIPTS
                .get("evaluated text")
                .matcher("setTimeout('x()', 1)")
                .find());
    }

    private static void look(Path file, String text, Map<String, Pattern> forbidden, List<String> problems) {
        new TreeMap<>(forbidden).forEach((what, pattern) -> {
            Matcher matcher = pattern.matcher(text);
            if (matcher.find()) {
                problems.add(file + " has " + what + ": " + matcher.group());
            }
        });
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> all = Files.walk(RESOURCES)) {
            return all.filter(path -> path.toString().endsWith(ending)).sorted().toList();
        }
    }
}
