package io.jenkins.plugins.cd4ml;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import hudson.FilePath;
import hudson.model.Label;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import hudson.slaves.EnvironmentVariablesNodeProperty;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.yaml.YamlSource;
import io.jenkins.plugins.cd4ml.testing.FakeEngineSource;
import io.jenkins.plugins.cd4ml.testing.FakeModel;
import io.jenkins.plugins.cd4ml.testing.Golden;
import io.jenkins.plugins.cd4ml.testing.Pipelines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.ErrorCollector;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

/**
 * What the pages tell people to copy works as it stands there: each groovy block of {@code docs/}, the README and the examples' pages is
 * run, each block of configuration as code is applied. A block is named by its page and its number among the page's groovy blocks.
 */
public class DocumentationTest {
    /** Blocks that cannot be run here, and why. A reason for a block that is not there is an error, too. */
    private static final Map<String, String> NOT_RUN = Map.of();

    /** Jobs that blocks name. */
    private static final List<String> JOBS = List.of();

    private static final Pattern BLOCK =
            Pattern.compile("^```(groovy|yaml)\\R(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern AS_CODE =
            Pattern.compile("^(unclassified|tool|jenkins|credentials|security|jobs):", Pattern.MULTILINE);

    @ClassRule
    public static final BuildWatcher WATCHER = new BuildWatcher();

    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final ErrorCollector errors = new ErrorCollector();

    private static DumbSlave agent;

    /** In the engine's place. */
    @TestExtension
    public static final class Fake extends FakeEngineSource {}

    @BeforeClass
    public static void connect() throws Exception {
        agent = jenkins.createOnlineSlave(Label.get("ml"));
        agent.setNumExecutors(2);
        // what a multibranch project says of a build, for the stages that belong to a branch
        jenkins.jenkins
                .getGlobalNodeProperties()
                .add(new EnvironmentVariablesNodeProperty(
                        new EnvironmentVariablesNodeProperty.Entry("BRANCH_NAME", "main")));
        for (String job : JOBS) {
            Pipelines.job(jenkins, job, "echo 'started'");
        }
    }

    @Test
    public void eachJenkinsfileRuns() throws Exception {
        Map<String, String> blocks = blocks("groovy");
        assertThat(blocks.keySet(), is(not(empty())));
        assertThat("reasons for blocks that are not there", without(NOT_RUN.keySet(), blocks.keySet()), is(empty()));
        blocks.keySet().removeAll(NOT_RUN.keySet());
        for (Map.Entry<String, String> block : blocks.entrySet()) {
            WorkflowJob job = Pipelines.job(
                    jenkins, block.getKey().replaceAll("[^A-Za-z0-9]+", "-"), asJenkinsfile(block.getValue()));
            prepare(
                    agent.getWorkspaceFor(job),
                    job.getName().toLowerCase(Locale.ROOT),
                    block.getValue().contains("onFail: 'continue'"));
            WorkflowRun run = jenkins.waitForCompletion(job.scheduleBuild2(0).waitForStart());
            errors.checkThat(
                    block.getKey() + "\n" + JenkinsRule.getLog(run),
                    run.getResult(),
                    is(in(List.of(Result.SUCCESS, Result.UNSTABLE))));
            errors.checkThat(
                    block.getKey() + " runs as a whole",
                    JenkinsRule.getLog(run),
                    not(containsString("skipped due to when conditional")));
        }
    }

    /** A whole Jenkinsfile as it stands; a piece of one inside {@code node}. */
    private static String asJenkinsfile(String block) {
        boolean whole = Pattern.compile("^(pipeline|node|@Library|properties)\\b", Pattern.MULTILINE)
                .matcher(block)
                .find();
        return whole ? block : "node('ml') {\n" + block + "}\n";
    }

    /**
     * Answers of the fake engine: what the real one once said; but that it said yes, unless the block is about a no. The model that is judged,
     * packaged and deployed is one of the block's own.
     */
    private static void prepare(FilePath workspace, String model, boolean no) throws Exception {
        for (Stage stage : Stage.values()) {
            String answer = Golden.text(stage.command()).replaceFirst("\"run\" *: *\"[^\"]*\"", "\"run\": \"RUN\"");
            write(
                    workspace,
                    stage,
                    no
                            ? answer
                            : answer.replaceFirst("\"verdict\" *: *\"[A-Z]*\"", "\"verdict\": \"PASSED\"")
                                    .replaceAll("\"outcome\" *: *\"[A-Z]*\"", "\"outcome\": \"PASSED\""));
        }
        write(workspace, Stage.VALIDATE_MODEL, FakeModel.validated(model, model, no ? "FAILED" : "PASSED", ""));
        write(workspace, Stage.PACKAGE_MODEL, FakeModel.packaged(model, model));
        write(workspace, Stage.DEPLOY_CANARY, FakeModel.deployed(model, model, true, "ENVIRONMENT"));
        workspace.child("package.word").write(model, "UTF-8");
        workspace.child("cd4ml.yaml").write("model: " + model + "\n", "UTF-8");
    }

    private static void write(FilePath workspace, Stage stage, String answer) throws Exception {
        workspace.child(stage.command() + ".answer.json").write(answer, "UTF-8");
    }

    @Test
    public void eachConfigurationAsCodeApplies() throws Exception {
        Map<String, String> blocks = blocks("yaml");
        blocks.values().removeIf(block -> !AS_CODE.matcher(block).find());
        assertThat(blocks.keySet(), is(not(empty())));
        for (Map.Entry<String, String> block : blocks.entrySet()) {
            try {
                ConfigurationAsCode.get()
                        .configureWith(YamlSource.of(
                                new ByteArrayInputStream(block.getValue().getBytes(StandardCharsets.UTF_8))));
            } catch (Exception e) {
                errors.addError(new AssertionError(block.getKey(), e));
            }
        }
    }

    private static Map<String, String> blocks(String language) throws IOException {
        Map<String, String> blocks = new TreeMap<>();
        for (Path page : pages()) {
            int number = 0;
            Matcher matcher = BLOCK.matcher(Files.readString(page));
            while (matcher.find()) {
                if (matcher.group(1).equals(language)) {
                    number++;
                    blocks.put(page + "#" + number, matcher.group(2));
                }
            }
        }
        return blocks;
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")));
        for (String folder : List.of("docs", "examples")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
            }
        }
        return pages;
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }
}
