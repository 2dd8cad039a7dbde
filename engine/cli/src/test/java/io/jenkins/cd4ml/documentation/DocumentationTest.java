package io.jenkins.cd4ml.documentation;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.cli.CommandLines;
import io.jenkins.cd4ml.config.ConfigurationReader;
import io.jenkins.cd4ml.config.ConfigurationSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What the documentation shows is true: commands parse, configurations are valid, links lead somewhere, every key is described. */
public class DocumentationTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern BLOCK = Pattern.compile("```(\\w*)\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(#[^)]*)?\\)");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void everyCommandParses() throws Exception {
        List<String> commands = new ArrayList<>();
        for (Path page : pages()) {
            for (String line : blocks(page, "sh")) {
                String command = line.replaceFirst("\\s+#.*$", "").strip();
                if (command.startsWith("cd4ml ") || command.startsWith("bin/cd4ml ")) {
                    CommandLines.requireParses(page.getFileName() + ": " + command, command);
                    commands.add(command);
                }
            }
        }
        assertTrue(commands.toString(), commands.size() > 10);
    }

    @Test
    public void everyScriptExists() throws Exception {
        for (Path page : pages()) {
            for (String line : blocks(page, "sh")) {
                Matcher script = Pattern.compile("^(bin/[a-z0-9-]+)").matcher(line.strip());
                if (script.find()) {
                    assertTrue(page + ": " + line, Files.isExecutable(ROOT.resolve(script.group(1))));
                }
            }
        }
    }

    @Test
    public void everyWholeConfigurationIsValid() throws Exception {
        int read = 0;
        for (Path page : pages()) {
            Matcher block = BLOCK.matcher(Files.readString(page));
            while (block.find()) {
                if (block.group(1).equals("yaml") && block.group(2).startsWith("model: ")) {
                    Files.writeString(folder.getRoot().toPath().resolve("cd4ml.yaml"), block.group(2));
                    ConfigurationReader.read(folder.getRoot().toPath(), "cd4ml.yaml", Map.of());
                    read++;
                }
            }
        }
        assertTrue("whole configurations: " + read, read > 0);
    }

    /** The plugin's tests run the example's Jenkinsfile in a real Jenkins. */
    @Test
    public void thePipelineOfTheReadmeIsTheExamples() throws Exception {
        String jenkinsfile = Files.readString(ROOT.resolve("examples/seattle-weather/Jenkinsfile"));
        String pipeline = jenkinsfile.substring(jenkinsfile.indexOf("pipeline {"));

        assertTrue(Files.readString(ROOT.resolve("README.md")).contains("```groovy\n" + pipeline + "```"));
    }

    @Test
    public void everyLinkLeadsToAFile() throws Exception {
        List<String> dead = new ArrayList<>();
        for (Path page : pages()) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                String target = link.group(1);
                if (!target.contains("://") && !Files.exists(page.resolveSibling(target))) {
                    dead.add(ROOT.relativize(page) + ": " + target);
                }
            }
        }
        assertEquals(List.of(), dead);
    }

    private static final Pattern ANCHOR = Pattern.compile("\\]\\(([^)#\\s]*)#([\\w-]+)\\)");

    @Test
    public void everyAnchorIsAHeading() throws Exception {
        List<String> dead = new ArrayList<>();
        for (Path page : pages()) {
            Matcher link = ANCHOR.matcher(BLOCK.matcher(Files.readString(page)).replaceAll(""));
            while (link.find()) {
                Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
                if (!link.group(1).contains("://") && !anchors(target).contains(link.group(2))) {
                    dead.add(ROOT.relativize(page) + ": " + link.group(1) + "#" + link.group(2));
                }
            }
        }
        assertEquals(List.of(), dead);
    }

    /** The addresses of a page's headings, as GitHub makes them. */
    private static List<String> anchors(Path page) throws Exception {
        return BLOCK.matcher(Files.readString(page))
                .replaceAll("")
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                        .replace(' ', '-'))
                .toList();
    }

    /** A page that the map does not name is not found by readers. */
    @Test
    public void everyPageIsOnTheMap() throws Exception {
        String map = Files.readString(ROOT.resolve("docs/README.md"));
        List<String> missing = new ArrayList<>();
        try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".md") && !name.equals("README.md"))
                    .filter(name -> !map.contains("(" + name + ")"))
                    .forEach(missing::add);
        }
        assertEquals(List.of(), missing);
    }

    @Test
    public void everyKeyIsInTheReference() throws Exception {
        String reference = Files.readString(ROOT.resolve("docs/configuration.md"));
        JsonNode schema = new ObjectMapper().readTree(ConfigurationSchema.text());
        schema.path("properties").fields().forEachRemaining(section -> section.getValue()
                .path("properties")
                .fieldNames()
                .forEachRemaining(key -> assertTrue(
                        section.getKey() + "." + key, reference.contains("`" + section.getKey() + "." + key + "`"))));
    }

    private static List<Path> pages() throws Exception {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")));
        for (String folder : List.of("docs", "examples")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".md"))
                        .filter(file -> !file.toString().contains("/.cd4ml/"))
                        .sorted()
                        .forEach(pages::add);
            }
        }
        return pages;
    }

    private static List<String> blocks(Path page, String language) throws Exception {
        List<String> lines = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(page));
        while (block.find()) {
            if (block.group(1).equals(language)) {
                lines.addAll(block.group(2).lines().toList());
            }
        }
        return lines;
    }
}
