package io.jenkins.plugins.cd4ml.testing;

import hudson.FilePath;
import io.jenkins.cd4ml.protocol.Stage;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** All six stages at once on one agent, each in a branch and a project folder of its own, by the fake engine. */
public final class SixStages {
    public static final int COUNT = Stage.values().length;
    private static final String WAITING = "fake engine: waiting";

    private SixStages() {}

    /** A script that prints {@code value: <step> is done} for each. */
    public static String script(String behave) {
        return "node('agent') {\n" + files(behave) + branches() + "\n}";
    }

    /** What the fake engines are to do and to answer. */
    public static String files(String behave) {
        return each(
                """
                writeFile file: '%1$s/behave', text: '%2$s'
                writeFile file: '%1$s/answer.json', text: '''%3$s'''
                """,
                behave, "");
    }

    /** The six steps in parallel. */
    public static String branches() {
        return each(
                "%1$s: { echo \"value: \" + %1$s(project: '%1$s', onFail: 'continue').summary }",
                "", ",\n", "parallel(\n", "\n)");
    }

    private static String each(String template, String behave, String separator) {
        return each(template, behave, separator, "", "");
    }

    private static String each(String template, String behave, String separator, String before, String after) {
        return Arrays.stream(Stage.values())
                .map(Stage::step)
                .map(step -> template.formatted(
                        step, behave, Answers.of(step, verdict(step), step + " is done", "null", "[]")))
                .collect(Collectors.joining(separator, before, after));
    }

    /** Without a model that was admitted nothing is packaged or deployed with success. */
    private static String verdict(String step) {
        return step.equals("packageModel") || step.equals("deployCanary") ? "FAILED" : "PASSED";
    }

    /** Waits until every engine runs. */
    public static void awaitWaiting(WorkflowRun run) throws Exception {
        while (started(run) < COUNT) {
            Thread.sleep(100);
        }
    }

    /** How many engines were started so far. */
    public static int started(WorkflowRun run) throws Exception {
        return JenkinsRule.getLog(run).split(WAITING, -1).length - 1;
    }

    /** Lets them end. */
    public static void go(FilePath workspace) throws Exception {
        for (Stage stage : Stage.values()) {
            workspace.child(stage.step()).child("go").touch(0);
        }
    }
}
