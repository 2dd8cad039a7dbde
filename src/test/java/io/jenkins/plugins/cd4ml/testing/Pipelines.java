package io.jenkins.plugins.cd4ml.testing;

import hudson.FilePath;
import hudson.model.Slave;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** Pipelines and workspaces for tests. */
public final class Pipelines {
    /** Leaves the weather example one gate that nearly any model passes: gates that a step sets would judge no model. */
    public static final String EASY_GATES =
            "sed -i -e '/versus: champion/d' -e '/class: rain/d' -e 's/min: 0.75/min: 0.1/' cd4ml.yaml";

    private Pipelines() {}

    /** A job with that script, in the sandbox. */
    public static WorkflowJob job(JenkinsRule jenkins, String name, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    /** A Jenkinsfile of the test resources. */
    public static String fixture(String name) throws IOException {
        try (InputStream in = Pipelines.class.getResourceAsStream("/pipelines/" + name)) {
            if (in == null) {
                throw new IOException("there is no fixture " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A script that writes what the fake engine is to do, then runs steps on the agent. */
    public static String fake(String answer, String behave, String steps) {
        return "node('agent') {\n  writeFile file: 'answer.json', text: '''"
                + answer.replace("\\", "\\\\")
                + "'''\n  writeFile file: 'behave', text: '"
                + behave
                + "'\n  "
                + steps
                + "\n}";
    }

    /** The job's workspace on the agent. */
    public static FilePath workspace(Slave agent, WorkflowRun run) {
        return agent.getWorkspaceFor(run.getParent());
    }
}
