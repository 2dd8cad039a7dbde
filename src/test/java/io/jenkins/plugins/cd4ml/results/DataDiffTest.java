package io.jenkins.plugins.cd4ml.results;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;

import hudson.model.Label;
import hudson.model.Result;
import io.jenkins.cd4ml.protocol.DataDiff;
import io.jenkins.cd4ml.protocol.VersionDataDetail;
import io.jenkins.plugins.cd4ml.testing.Chromium;
import io.jenkins.plugins.cd4ml.testing.StrictPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** Data against that of the last successful build, by the real engine; the workspace is wiped each time. */
public class DataDiffTest {
    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    private static final String SCRIPT =
            """
            node('agent') {
              deleteDir()
              writeFile file: 'cd4ml.yaml', text: 'model: sizes\\ndata: {path: data/*.csv, expect: [{column: x, max: 90}]}\\n'
              %s
              versionData()
            }
            """;

    private static WorkflowRun build(WorkflowJob job, Result expected, String... files) throws Exception {
        StringBuilder writes = new StringBuilder();
        for (int i = 0; i < files.length; i += 2) {
            writes.append(
                    "writeFile file: 'data/%s', text: '%s'\n".formatted(files[i], files[i + 1].replace("\n", "\\n")));
        }
        job.setDefinition(new CpsFlowDefinition(SCRIPT.formatted(writes), true));
        return jenkins.buildAndAssertStatus(expected, job);
    }

    private static StageAction stage(WorkflowRun run) {
        return run.getAction(StageAction.class);
    }

    private static DataDiff diff(WorkflowRun run) {
        return stage(run).getResult().detail(VersionDataDetail.class).diff();
    }

    @Test
    public void isAgainstTheLastSuccessfulBuild() throws Exception {
        jenkins.createOnlineSlave(Label.get("agent"));
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "sizes");
        WorkflowRun first = build(job, Result.SUCCESS, "a.csv", "x,y\n1,a\n2,b\n3,a\n", "b.csv", "x,y\n4,a\n");
        assertNull(diff(first));
        assertNull(stage(first).getComparedWith());

        WorkflowRun failed = build(job, Result.FAILURE, "a.csv", "x,y\n99,a\n");
        assertEquals(List.of("data/b.csv"), diff(failed).removedFiles());

        WorkflowRun second =
                build(job, Result.SUCCESS, "a.csv", "x,z,y\n1,1,a\n2,1,c\n9,1,\n", "c.csv", "x,y,z\n7,c,1\n");
        assertEquals("not with the build that failed", first, stage(second).getComparedWith());
        DataDiff diff = diff(second);
        assertEquals(stage(first).getDataVersion(), diff.baseline());
        assertEquals(List.of("data/c.csv"), diff.addedFiles());
        assertEquals(List.of("data/a.csv"), diff.changedFiles());
        assertEquals(List.of("z"), diff.addedColumns());
        assertEquals(
                new DataDiff.ColumnChange("y", "values", "b", "c"),
                diff.columns().get(0));
        Chromium.require();
        Chromium.Visit page = StrictPolicy.visit(
                jenkins.getURL() + second.getUrl() + stage(second).getUrlName() + "/");
        assertThat(page.console(), is(List.of()));
        assertThat(page.dom(), containsString("What changed</h2>"));
        assertThat(page.dom(), containsString("Columns whose figures moved"));
        assertThat(page.dom(), containsString("href=\"" + jenkins.contextPath + "/job/sizes/1/\""));

        // what was kept of the files is damaged: columns are compared all the same
        Path folder = second.getRootDir().toPath().resolve("cd4ml");
        Path manifest = folder.resolve(stage(second).getNodeId() + ".manifest.json");
        Files.writeString(manifest, "{\"format\": 1");
        WorkflowRun third = build(job, Result.SUCCESS, "a.csv", "x,y\n5,a\n");
        assertEquals(List.of("z"), diff(third).removedColumns());
        assertEquals(List.of(), diff(third).changedFiles());
        assertFalse(diff(third).columns().isEmpty());

        // the result itself is damaged: there is nothing to compare with, and no harm done
        Files.writeString(
                third.getRootDir()
                        .toPath()
                        .resolve("cd4ml")
                        .resolve(stage(third).getNodeId() + ".json"),
                "{");
        WorkflowRun fourth = build(job, Result.SUCCESS, "a.csv", "x,y\n5,a\n");
        assertNull(stage(fourth).getComparedWith());
        WorkflowRun fifth = build(job, Result.SUCCESS, "a.csv", "x,y\n5,a\n");
        assertEquals(stage(fifth).getDataVersion(), diff(fifth).baseline());
        assertThat(stage(fifth).getSummary(), not(containsString("null")));
    }
}
