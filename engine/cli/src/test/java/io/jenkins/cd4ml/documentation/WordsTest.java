package io.jenkins.cd4ml.documentation;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Test;

/**
 * Pages, help, messages and scripts avoid the words that made sentences hard to read. Code in a page (blocks and {@code `spans`}) is
 * not read: it quotes names. Java's string literals are only counted, into {@code target/words-in-java.txt}.
 */
public class WordsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** A pattern of what is avoided, and what to write instead. */
    private static final Map<String, String> AVOIDED = avoided();

    private static Map<String, String> avoided() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("told|tells|tell", "report, show, print, state, specify or distinguish");
        words.put("says|say|said", "state, report, contain or name");
        words.put("nobody|no one|somebody|someone|anybody", "the user, the server, no process");
        words.put("whoever", "the user, the process");
        words.put("speaks? (?:of|for|like)|speaks", "refer to, is shown");
        words.put("hears? of", "learn of, receive");
        words.put("anew", "again");
        words.put("loud", "prominent");
        words.put("ours|a fault of", "of cd4ml; an internal error");
        words.put("by lot", "at random");
        words.put("had again", "fetched or computed again");
        words.put("becomes? of (?:a|the) (?:build|model)", "how the build ends");
        words.put("wants? an?|wants? to|wants?", "requires");
        words.put("sign of life", "heartbeat");
        words.put("in the way", "name what fails");
        words.put("stands? aside|misfit", "describe it literally");
        return words;
    }

    private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\\n]*`|\\]\\([^)]*\\)");

    @Test
    public void pagesAvoidTheWords() throws IOException {
        List<String> found = new ArrayList<>();
        int read = 0;
        List<Path> pages = new ArrayList<>(files(ROOT.resolve("docs"), ".md"));
        pages.addAll(files(ROOT.resolve("examples"), ".md"));
        for (String name : List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md")) {
            pages.add(ROOT.resolve(name));
        }
        for (Path page : pages) {
            // line breaks stay, so that the line's number does
            String prose = CODE.matcher(Files.readString(page))
                    .replaceAll(match -> match.group().replaceAll("[^\\n]", " "));
            search(page, prose, found);
            read++;
        }
        assertEquals(List.of(), found);
        assertTrue("pages: " + read, read > 40);
    }

    @Test
    public void linesOfPagesAreWrapped() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path page : files(ROOT.resolve("docs"), ".md")) {
            boolean code = false;
            int number = 0;
            for (String line : Files.readAllLines(page)) {
                number++;
                code ^= line.strip().startsWith("```");
                boolean breakable = !code && !line.startsWith("|") && !line.startsWith("#") && !line.startsWith("!");
                // a span of code or an address cannot be broken
                boolean words = CODE.matcher(line.strip().replaceFirst("^[-*\\d.]+ ", ""))
                                        .replaceAll("")
                                        .strip()
                                        .length()
                                > 2
                        && line.strip().contains(" ")
                        && !line.matches("\\[[\\w-]+]: .*");
                if (breakable && words && line.codePointCount(0, line.length()) > 100) {
                    found.add(ROOT.relativize(page) + ":" + number + " has more than 100 characters");
                }
            }
        }
        assertEquals(List.of(), found);
    }

    @Test
    public void helpMessagesAndScriptsAvoidTheWords() throws IOException {
        List<String> found = new ArrayList<>();
        List<Path> texts = new ArrayList<>();
        for (String ending : List.of(".jelly", ".html", ".properties", ".js", ".css")) {
            texts.addAll(files(ROOT.resolve("src/main/resources"), ending));
            texts.addAll(files(ROOT.resolve("engine/core/src/main/viewer"), ending));
        }
        for (Path text : texts) {
            // the key of a message is a name; the markup of a view is none of these words
            search(text, Files.readString(text).replaceAll("(?m)^[\\w.]+=", ""), found);
        }
        assertEquals(List.of(), found);
        assertTrue("files: " + texts.size(), texts.size() > 150);
    }

    private static final Pattern LITERAL = Pattern.compile("\"(?:[^\"\\\\\\n]|\\\\.)*\"");

    /** Not held yet: what is left in messages of the engine and the plugin, one line each. */
    @Test
    public void whatIsLeftInJavaIsListed() throws IOException {
        List<String> found = new ArrayList<>();
        List<Path> sources = new ArrayList<>(files(ROOT.resolve("src/main/java"), ".java"));
        for (String module : List.of("protocol", "core", "cli")) {
            sources.addAll(files(ROOT.resolve("engine").resolve(module).resolve("src/main/java"), ".java"));
        }
        for (Path source : sources) {
            StringBuilder literals = new StringBuilder();
            for (String line : Files.readAllLines(source)) {
                Matcher literal = LITERAL.matcher(line);
                while (literal.find()) {
                    literals.append(literal.group()).append(' ');
                }
                literals.append('\n');
            }
            search(source, literals.toString(), found);
        }
        Path report = Path.of("cli/target/words-in-java.txt");
        Files.createDirectories(report.getParent());
        Files.write(report, found);
        assertTrue("sources: " + sources.size(), sources.size() > 300);
    }

    private static void search(Path file, String text, List<String> found) {
        for (Map.Entry<String, String> word : AVOIDED.entrySet()) {
            Matcher matcher = Pattern.compile(
                            "(?i)(?<![\\w-])(?:" + word.getKey().replace(" ", "\\s+") + ")(?![\\w-])")
                    .matcher(text);
            while (matcher.find()) {
                long line = text.substring(0, matcher.start()).lines().count();
                found.add(ROOT.relativize(file) + ":" + Math.max(1, line) + " has \"" + matcher.group() + "\": write "
                        + word.getValue());
            }
        }
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .filter(file -> !file.toString().contains("/.cd4ml/"))
                    .sorted()
                    .toList();
        }
    }
}
