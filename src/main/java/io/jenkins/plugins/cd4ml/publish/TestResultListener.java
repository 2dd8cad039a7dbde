package io.jenkins.plugins.cd4ml.publish;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.FilePath;
import hudson.tasks.junit.JUnitResultArchiver;
import hudson.tasks.junit.TestResultAction;
import hudson.tasks.junit.pipeline.JUnitResultsStepExecution;
import hudson.tasks.test.PipelineTestDetails;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.plugins.cd4ml.results.CompletedStage;
import io.jenkins.plugins.cd4ml.results.RunNames;
import io.jenkins.plugins.cd4ml.results.StageListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.variant.OptionalExtension;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

/**
 * Makes each check a test case of the build, so that it has a history. Never touches the build's result: a stage that may fail
 * ({@code onFail: 'continue'}) has failed tests in a green build.
 */
@OptionalExtension(requirePlugins = "junit")
public final class TestResultListener implements StageListener {

    @Override
    public void onCompleted(CompletedStage stage) throws IOException, InterruptedException {
        List<Check> checks = CheckTexts.of(stage.result());
        if (checks.isEmpty()) {
            return;
        }
        Path folder = Files.createTempDirectory("cd4ml-checks");
        Path report = folder.resolve(stage.result().stage().step() + ".xml");
        try {
            TestReport.write(report, className(stage), checks);
            JUnitResultArchiver archiver = archiver(report, stage.build().getAction(TestResultAction.class));
            JUnitResultArchiver.parseAndSummarize(
                    archiver, details(stage), stage.build(), new FilePath(folder.toFile()), null, stage.listener());
            stage.build().save();
        } finally {
            Files.deleteIfExists(report);
            Files.deleteIfExists(folder);
        }
    }

    /** {@code cd4ml.validateModel}, the same in every build; a point in a run's name would look like a package. */
    static String className(CompletedStage stage) {
        String which = RunNames.which(stage.action());
        String name = "cd4ml." + stage.result().stage().step();
        return which == null ? name : name + " (" + which.replaceAll("[./\\\\]", "_") + ")";
    }

    /** Where it stands in the pipeline, for the views that show tests by stage; null outside of pipelines. */
    @CheckForNull
    private static PipelineTestDetails details(CompletedStage stage) throws IOException {
        FlowExecutionOwner owner = stage.build() instanceof FlowExecutionOwner.Executable pipeline
                ? pipeline.asFlowExecutionOwner()
                : null;
        FlowExecution execution = owner == null ? null : owner.getOrNull();
        FlowNode node =
                execution == null ? null : execution.getNode(stage.action().getNodeId());
        if (node == null) {
            return null;
        }
        List<FlowNode> blocks = JUnitResultsStepExecution.getEnclosingStagesAndParallels(node);
        PipelineTestDetails details = new PipelineTestDetails();
        details.setNodeId(node.getId());
        details.setEnclosingBlocks(JUnitResultsStepExecution.getEnclosingBlockIds(blocks));
        details.setEnclosingBlockNames(JUnitResultsStepExecution.getEnclosingBlockNames(blocks));
        return details;
    }

    /** As the junit step, without a check of its own: each stage is one already. What other steps have set stays. */
    private static JUnitResultArchiver archiver(Path report, @CheckForNull TestResultAction known) {
        JUnitResultArchiver archiver =
                new JUnitResultArchiver(report.getFileName().toString());
        archiver.setSkipPublishingChecks(true);
        archiver.setSkipMarkingBuildUnstable(true);
        if (known != null) {
            archiver.setHealthScaleFactor(known.getHealthScaleFactor());
        }
        return archiver;
    }
}
