package io.jenkins.plugins.cd4ml.security;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.model.Label;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.cd4ml.results.StageAction;
import io.jenkins.plugins.cd4ml.testing.Pipelines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** The values of a column marked as sensitive, run through the real engine, stay on the agent: they are in nothing that Jenkins keeps. */
public class SensitiveValuesTest {
    private static final String MARK = "quokkazebra-";

    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void jenkinsKeepsNoValueOfASensitiveColumn() throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave(Label.get("ml"));
        Path people = Files.writeString(folder.newFile("people.csv").toPath(), people());
        WorkflowRun run = jenkins.buildAndAssertStatus(
                Result.UNSTABLE,
                Pipelines.job(
                        jenkins,
                        "sensitive",
                        """
                        node('ml') {
                          writeFile file: 'cd4ml.yaml', text: '''model: people
                        data:
                          key: name
                          path: people.csv
                          target: buys
                          exclude: [town]
                          columns: {name: {sensitive: true}, town: {sensitive: true}}
                          expect: [{column: name, matches: "[a-m].*"}, {column: town, unique: true}]
                        train: {algorithm: linear, epochs: 2}
                        drift: {minRows: 10}
                        '''
                          sh "cp '%1$s' people.csv"
                          versionData(onFail: 'unstable')
                          trainModel()
                          validateModel(onFail: 'unstable')
                          packageModel(onFail: 'unstable')
                          checkDrift(current: 'people.csv', onFail: 'unstable')
                        }
                        """
                                .formatted(people)));
        assertEquals(5, run.getActions(StageAction.class).size());
        Path workspace = Path.of(agent.getWorkspaceFor(run.getParent()).getRemote());
        assertTrue(
                "the data itself stays there",
                Files.readString(workspace.resolve("people.csv")).contains(MARK));
        for (Path file : kept(jenkins.jenkins.getRootDir().toPath(), Path.of(agent.getRemoteFS()))) {
            assertThat(file.toString(), text(file), not(containsString(MARK)));
        }
    }

    /** Names and towns that are found nowhere else. */
    private static String people() {
        StringBuilder csv = new StringBuilder("name,town,age,buys\n");
        for (int i = 0; i < 120; i++) {
            csv.append(MARK).append("name").append(i).append(',');
            csv.append(MARK).append("town").append(i % 4).append(',');
            csv.append(20 + i * 7 % 50)
                    .append(',')
                    .append(i * 7 % 50 > 25 ? "yes" : "no")
                    .append('\n');
        }
        return csv.toString();
    }

    /** All files of the home but the agent's own; Jenkins may move files while we look. */
    private static List<Path> kept(Path home, Path agent) throws IOException {
        List<Path> kept = new ArrayList<>();
        Files.walkFileTree(home, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return folder.equals(agent) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && !file.toString().endsWith("tmp")) {
                    kept.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        assertTrue("the log, the results and the runs are among them: " + kept, kept.size() > 10);
        return kept;
    }

    /** What is in it, unpacked where it is an archive of one of Jenkins' kinds. */
    private static String text(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (file.toString().endsWith(".tar.gz")) {
            try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                bytes = unpacked.readAllBytes();
            }
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
