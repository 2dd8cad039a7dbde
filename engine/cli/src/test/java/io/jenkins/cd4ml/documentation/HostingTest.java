package io.jenkins.cd4ml.documentation;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import org.junit.BeforeClass;
import org.junit.Test;
import org.w3c.dom.Document;

/**
 * What the Jenkins project's hosting checker (MavenVerifier, RequiredFilesVerifier, JellyVerifier of
 * jenkins-infra/repository-permissions-updater) requires, as far as docs/contributing/hosting.md ticks it.
 */
public class HostingTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final XPath XPATH = XPathFactory.newInstance().newXPath();

    private static Document pom;

    @BeforeClass
    public static void readPom() throws Exception {
        pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(ROOT.resolve("pom.xml").toFile());
    }

    @Test
    public void theRootPomHasWhatTheCheckerRequires() throws Exception {
        assertEquals("io.jenkins.plugins", text("/project/groupId"));
        assertEquals("cd4ml", text("/project/artifactId"));
        assertFalse(text("/project/name").toLowerCase(java.util.Locale.ROOT).contains("jenkins"));
        assertEquals("MIT License", text("/project/licenses/license/name"));
        assertEquals("https://github.com/jenkinsci/${project.artifactId}-plugin", text("/project/url"));
        assertEquals("jenkinsci/${project.artifactId}-plugin", text("/project/properties/gitHubRepo"));
        assertEquals("scm:git:https://github.com/${gitHubRepo}.git", text("/project/scm/connection"));
        assertEquals("scm:git:git@github.com:${gitHubRepo}.git", text("/project/scm/developerConnection"));
        assertEquals("https://github.com/${gitHubRepo}", text("/project/scm/url"));
        assertEquals("${scmTag}", text("/project/scm/tag"));
        assertEquals("", text("/project/developers"));
        for (String banned : List.of("java.level", "maven.compiler.source", "maven.compiler.release")) {
            assertEquals(banned, "", text("/project/properties/*[name()='" + banned + "']"));
        }
        assertEquals("true", text("/project/properties/*[name()='hpi.strictBundledArtifacts']"));
        assertEquals("false", text("/project/properties/*[name()='ban-commons-lang-2.skip']"));
        assertTrue(text("/project/properties/*[name()='jenkins.version']").startsWith("${jenkins.baseline}."));
        assertEquals(
                "bom-${jenkins.baseline}.x", text("/project/dependencyManagement/dependencies/dependency/artifactId"));
    }

    @Test
    public void theVersionOfAReleaseComesFromTheCommit() throws Exception {
        assertEquals("${revision}.${changelist}", text("/project/version"));
        assertEquals("999999-SNAPSHOT", text("/project/properties/changelist"));
        String extensions = Files.readString(ROOT.resolve(".mvn/extensions.xml"));
        assertTrue(extensions, extensions.contains("<artifactId>git-changelist-maven-extension</artifactId>"));
        assertEquals(
                List.of("-Pconsume-incrementals", "-Pmight-produce-incrementals", "-Dchangelist.format=%d.v%s"),
                Files.readAllLines(ROOT.resolve(".mvn/maven.config")));
        assertTrue("engine/ is a Maven root of its own", Files.isDirectory(ROOT.resolve("engine/.mvn")));
        assertFalse(Files.exists(ROOT.resolve("engine/.mvn/extensions.xml")));
    }

    @Test
    public void workflowsAreValidAndPinned() throws Exception {
        List<String> used = new ArrayList<>();
        try (Stream<Path> files = Files.list(ROOT.resolve(".github/workflows"))) {
            for (Path file : files.toList()) {
                JsonNode workflow = YAML.readTree(file.toFile());
                assertTrue(file.toString(), workflow.path("jobs").size() > 0);
                assertTrue(file + " limits its token", workflow.has("permissions"));
                for (JsonNode uses : workflow.findValues("uses")) {
                    used.add(uses.asText());
                    assertTrue(file + ": " + uses, uses.asText().matches("[\\w./-]+@[0-9a-f]{40}"));
                }
            }
        }
        assertTrue(used.toString(), used.stream().anyMatch(name -> name.contains("/maven-cd.yml@")));
        assertTrue(used.toString(), used.stream().anyMatch(name -> name.contains("/jenkins-security-scan.yaml@")));
        JsonNode dependabot =
                YAML.readTree(ROOT.resolve(".github/dependabot.yml").toFile());
        assertTrue(dependabot.findValuesAsText("directory").containsAll(List.of("/", "/engine")));
    }

    @Test
    public void theFilesHaveTheLinesThatTheCheckerLooksFor() throws Exception {
        assertTrue(Files.readAllLines(ROOT.resolve(".github/CODEOWNERS"))
                .contains("* @jenkinsci/cd4ml-plugin-developers"));
        assertTrue(Files.readAllLines(ROOT.resolve(".gitignore")).containsAll(List.of("target/", "work/")));
        assertTrue(Files.readString(ROOT.resolve("Jenkinsfile")).contains("\nbuildPlugin("));
        for (String file : List.of("LICENSE", "README.md", "CHANGELOG.md", "src/main/resources/index.jelly")) {
            assertTrue(file, Files.size(ROOT.resolve(file)) > 100);
        }
    }

    @Test
    public void everyViewEscapesByDefault() throws Exception {
        try (Stream<Path> files = Files.walk(ROOT.resolve("src/main/resources"))) {
            List<Path> views =
                    files.filter(file -> file.toString().endsWith(".jelly")).toList();
            assertTrue(views.size() > 30);
            for (Path view : views) {
                assertTrue(view.toString(), Files.readString(view).startsWith("<?jelly escape-by-default='true'?>"));
            }
        }
    }

    @Test
    public void everyFileOfThePageExists() throws Exception {
        String page = Files.readString(ROOT.resolve("docs/contributing/hosting.md"));
        String files = page.substring(page.indexOf("## Files"), page.indexOf("## Code"));
        Matcher file = Pattern.compile("`([\\w./-]+\\.?\\w+)`")
                .matcher(files.lines()
                        .filter(line -> line.startsWith("| ☑"))
                        .map(line -> line.split("\\|")[2])
                        .reduce("", String::concat));
        int found = 0;
        while (file.find()) {
            assertTrue(file.group(1), Files.exists(ROOT.resolve(file.group(1))));
            found++;
        }
        assertTrue("files: " + found, found > 9);
    }

    private static String text(String path) throws Exception {
        return XPATH.evaluate(path, pom);
    }
}
