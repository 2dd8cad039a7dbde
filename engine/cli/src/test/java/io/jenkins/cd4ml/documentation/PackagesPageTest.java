package io.jenkins.cd4ml.documentation;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;

/** The pages that show how the code is divided are those of the code: docs/packages.md, and the tables of docs/architecture.md. */
public class PackagesPageTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path MADE = Path.of("cli/target/packages.md");
    private static final String INFO = "package-info.java";
    private static final Pattern SENTENCE = Pattern.compile("/\\*\\*(.*?)(?:\\.\\s|[.]?\\s*\\*/)", Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`.*?`) \\|");
    private static final String ENGINE = "io/jenkins/cd4ml/";
    private static final String PLUGIN = "io/jenkins/plugins/cd4ml/";

    @Test
    public void everyPackageStandsOnThePageWithItsFirstSentence() throws IOException {
        StringBuilder page = new StringBuilder("# Packages\n\n");
        page.append(
                "Every package with the first sentence of its `package-info.java`, from which this page is made:\nafter a change, ");
        page.append("copy `engine/cli/target/packages.md` here, which the failing test writes.\n");
        for (Path module : modules()) {
            String name = ROOT.relativize(module).toString();
            page.append("\n## ")
                    .append(name.isEmpty() ? "The plugin" : "`" + name + "`")
                    .append("\n\n");
            page.append("| package | what it does |\n|---|---|\n");
            for (Path info : infos(module)) {
                page.append("| `")
                        .append(shortName(info))
                        .append("` | ")
                        .append(sentence(info))
                        .append(" |\n");
            }
        }
        Files.createDirectories(MADE.getParent());
        Files.writeString(MADE, page);
        assertEquals(
                "docs/packages.md is not of this code: copy engine/" + MADE + " there",
                page.toString(),
                Files.readString(ROOT.resolve("docs/packages.md")));
    }

    @Test
    public void everyPackageHasADescription() throws IOException {
        List<String> without = new ArrayList<>();
        for (Path module : modules()) {
            try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .map(Path::getParent)
                        .distinct()
                        .filter(folder -> !Files.exists(folder.resolve(INFO)))
                        .map(folder -> ROOT.relativize(folder).toString())
                        .forEach(without::add);
            }
        }
        assertEquals(List.of(), without);
    }

    @Test
    public void theArchitecturePageHasEachModuleAndEachPackageOfTheFirstLevel() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/architecture.md"));
        String picture = page.substring(page.indexOf("```"), page.indexOf("```", page.indexOf("```") + 3));
        for (Path module : modules()) {
            String name = ROOT.resolve("engine").relativize(module).toString();
            assertEquals(name, true, name.equals("..") || picture.contains("\n  " + name));
        }
        assertEquals(firstLevel(ENGINE), named(page, "## Packages of the engine"));
        assertEquals(firstLevel(PLUGIN), named(page, "## Packages of the plugin"));
    }

    private static Set<String> firstLevel(String below) throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path module : modules()) {
            for (Path info : infos(module)) {
                String path = info.toString().replace('\\', '/');
                int at = path.indexOf("/java/" + below);
                if (at >= 0) {
                    names.add(path.substring(at + 6 + below.length()).split("/")[0]);
                }
            }
        }
        names.remove(INFO);
        return names;
    }

    private static Set<String> named(String page, String heading) {
        int from = page.indexOf(heading);
        int to = page.indexOf("\n## ", from + 1);
        Matcher rows = ROW.matcher(page.substring(from, to < 0 ? page.length() : to));
        return rows.results()
                .flatMap(row -> Stream.of(row.group(1).split(", ")))
                .map(name -> name.replace("`", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Folders with main code: those of the engine in the order of their dependencies, then the plugin. */
    private static List<Path> modules() throws IOException {
        Path engine = ROOT.resolve("engine");
        List<Path> modules = new ArrayList<>(List.of(engine.resolve("protocol"), engine.resolve("core")));
        try (Stream<Path> adapters = Files.list(engine.resolve("adapters"))) {
            adapters.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .sorted()
                    .forEach(modules::add);
        }
        modules.add(engine.resolve("cli"));
        modules.add(ROOT);
        return modules;
    }

    private static List<Path> infos(Path module) throws IOException {
        try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
            return files.filter(file -> file.endsWith(INFO)).sorted().toList();
        }
    }

    private static String shortName(Path info) {
        String path = info.getParent().toString().replace('\\', '/');
        return path.substring(path.indexOf("/java/io/jenkins/") + 17)
                .replaceFirst("^(plugins/)?cd4ml/?", "")
                .replace('/', '.');
    }

    private static String sentence(Path info) throws IOException {
        Matcher text = SENTENCE.matcher(Files.readString(info));
        assertEquals(info.toString(), true, text.find());
        return text.group(1)
                .replaceAll("\\s*\\n \\*\\s*", " ")
                .replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`")
                .replace("|", "\\|")
                .strip();
    }
}
