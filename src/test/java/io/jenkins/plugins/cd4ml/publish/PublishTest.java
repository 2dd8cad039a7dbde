package io.jenkins.plugins.cd4ml.publish;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.junit.CaseResult;
import hudson.tasks.junit.TestResultAction;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.plugins.cd4ml.results.CompletedStage;
import io.jenkins.plugins.cd4ml.testing.Answers;
import io.jenkins.plugins.cd4ml.testing.FakeEngineSource;
import io.jenkins.plugins.cd4ml.testing.FakeModel;
import io.jenkins.plugins.cd4ml.testing.Golden;
import io.jenkins.plugins.cd4ml.testing.Pipelines;
import io.jenkins.plugins.checks.api.ChecksConclusion;
import io.jenkins.plugins.checks.api.ChecksDetails;
import io.jenkins.plugins.checks.api.ChecksPublisher;
import io.jenkins.plugins.checks.api.ChecksPublisherFactory;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

/** Checks as test results and as checks of a commit. */
public class PublishTest {
    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    private static final List<ChecksDetails> PUBLISHED = new CopyOnWriteArrayList<>();

    /** In the engine's place. */
    @TestExtension
    public static final class Fake extends FakeEngineSource {}

    /** In GitHub's place, for jobs whose name begins with {@code commit}. */
    @TestExtension
    public static final class Recorder extends ChecksPublisherFactory {
        @Override
        protected Optional<ChecksPublisher> createPublisher(Run<?, ?> run, TaskListener listener) {
            return run.getParent().getName().startsWith("commit")
                    ? Optional.of(new ChecksPublisher() {
                        @Override
                        public void publish(ChecksDetails details) {
                            PUBLISHED.add(details);
                        }
                    })
                    : Optional.empty();
        }
    }

    @BeforeClass
    public static void connect() throws Exception {
        jenkins.createOnlineSlave(Label.get("agent"));
    }

    @Before
    public void forget() {
        PUBLISHED.clear();
    }

    private static FreeStyleBuild end(FreeStyleProject job, boolean tolerated, StageResult... results)
            throws Exception {
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
        int node = 10;
        for (StageResult result : results) {
            String run = "build-" + build.getNumber();
            new CompletedStage(build, Golden.attach(build, node++, run, result), result, tolerated, TaskListener.NULL)
                    .tell(List.of());
        }
        return build;
    }

    @Test
    public void aGateThatFailsInAStepThatGoesOnIsAFailedTestInAGreenBuild() throws Exception {
        String steps = "validateModel(onFail: 'continue')";
        WorkflowJob job = Pipelines.job(
                jenkins, "pipeline", Pipelines.fake(Answers.validation("FAILED", "one gate failed"), "", steps));
        WorkflowRun first = jenkins.buildAndAssertStatus(Result.SUCCESS, job);
        WorkflowRun second = jenkins.buildAndAssertStatus(Result.SUCCESS, job);
        TestResultAction tests = second.getAction(TestResultAction.class);
        assertEquals(1, tests.getFailCount());
        CaseResult failed = tests.getFailedTests().get(0);
        assertEquals("cd4ml.validateModel", failed.getClassName());
        assertEquals("accuracy >= 0.75", failed.getName());
        assertEquals("accuracy is 0.5, less than 0.75", failed.getErrorDetails());
        assertEquals("it has a history", 2, failed.getAge());
        assertEquals(first, failed.getFailedSinceRun());
        assertFalse(failed.getSuiteResult().getNodeId().isEmpty());
        jenkins.assertLogNotContains("Checks API", second);
    }

    @Test
    public void stagesOfABuildStandBesideEachOtherAndSkippedChecksAreSkipped() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("several");
        StageResult validation = Golden.result("validate-model");
        StageResult again = Golden.result("validate-model", "\"PASSED\"", "\"SKIPPED\"");
        TestResultAction tests =
                end(job, true, Golden.result("version-data"), validation, again).getAction(TestResultAction.class);
        assertEquals(
                Golden.result("version-data").checks().size()
                        + 2 * validation.checks().size(),
                tests.getTotalCount());
        assertTrue(tests.getSkipCount() > 0);
        assertEquals(
                List.of("cd4ml.validateModel", "cd4ml.validateModel (2)"),
                tests.getFailedTests().stream()
                        .map(CaseResult::getClassName)
                        .distinct()
                        .sorted()
                        .toList());
    }

    @Test
    public void namesOfAHostileEngineAreText() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("commit-hostile");
        String hostile = "]]><x>\\u0000\\ud800\\uffff <img src=x> [a](http://b) @all | `";
        StageResult result = Golden.result("validate-model", "recall for malignant", hostile);
        TestResultAction tests = end(job, false, result).getAction(TestResultAction.class);
        assertThat(tests.getFailedTests().get(0).getName(), containsString("]]><x>  <img src=x>"));
        String text = PUBLISHED.get(0).getOutput().get().getText().get();
        assertThat(text, not(containsString("<img")));
        assertThat(text, containsString("\\[a\\]\\(http"));
        assertThat(text, containsString("\\@all \\| \\`"));
    }

    @Test
    public void eachStageIsACheckOfTheCommit() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("commit");
        end(job, false, Golden.result("validate-model"), Golden.result("train-model"));
        assertThat(PUBLISHED, hasSize(2));
        ChecksDetails validation = PUBLISHED.get(0);
        assertEquals("CD4ML / Validation", validation.getName().get());
        assertEquals(ChecksConclusion.FAILURE, validation.getConclusion());
        assertEquals(
                jenkins.getURL() + "job/commit/1/cd4ml-10/",
                validation.getDetailsURL().get());
        assertEquals("Not promoted", validation.getOutput().get().getTitle().get());
        assertThat(
                validation.getOutput().get().getText().get(),
                containsString("| recall for malignant \\>= 0.95 | failed |"));
        assertEquals(ChecksConclusion.SUCCESS, PUBLISHED.get(1).getConclusion());
        end(job, true, Golden.result("validate-model"));
        assertEquals(
                "onFail: 'continue' blocks nothing",
                ChecksConclusion.NEUTRAL,
                PUBLISHED.get(2).getConclusion());
    }

    @Test
    public void whatTheRowsCannotShowIsSkippedWithItsReasonAndAsksForAction() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("commit-inconclusive");
        StageResult result = io.jenkins.cd4ml.protocol.Protocol.readResult(
                FakeModel.validated("weather", "a", "INCONCLUSIVE", "").replace("RUN", "build-1"));
        TestResultAction tests = end(job, false, result).getAction(TestResultAction.class);
        assertEquals(0, tests.getFailCount());
        assertEquals(1, tests.getSkipCount());
        CaseResult skipped = tests.getSkippedTests().get(0);
        assertEquals("accuracy >= 0.75", skipped.getName());
        assertEquals("inconclusive: accuracy 0.8", skipped.getSkippedMessage());
        ChecksDetails check = PUBLISHED.get(0);
        assertEquals(ChecksConclusion.ACTION_REQUIRED, check.getConclusion());
        assertEquals(
                "Not shown: these rows cannot decide",
                check.getOutput().get().getTitle().get());
        assertThat(
                check.getOutput().get().getText().get(),
                containsString("| accuracy \\>= 0.75 | inconclusive | accuracy 0.8 |"));
        end(job, true, result);
        assertEquals(ChecksConclusion.NEUTRAL, PUBLISHED.get(1).getConclusion());
    }

    @Test
    public void aStageWithoutChecksLeavesNoTestResult() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("without");
        StageResult result = io.jenkins.cd4ml.protocol.Protocol.readResult(
                Answers.training("PASSED", "trained").replace("RUN", "build-1"));
        assertNull(end(job, false, result).getAction(TestResultAction.class));
    }

    @Test
    public void aListenerThatFailsIsToldAndChangesNothing() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("failing");
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
        StageResult result = Golden.result("train-model");
        java.io.ByteArrayOutputStream log = new java.io.ByteArrayOutputStream();
        TaskListener listener = new hudson.util.StreamTaskListener(log, java.nio.charset.StandardCharsets.UTF_8);
        new CompletedStage(build, Golden.attach(build, 10, "build-1", result), result, false, listener)
                .tell(List.of(stage -> {
                    throw new IOException("no such job");
                }));
        assertThat(log.toString(), containsString("could not do its part: no such job"));
    }
}
