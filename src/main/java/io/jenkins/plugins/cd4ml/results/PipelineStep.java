package io.jenkins.plugins.cd4ml.results;

import hudson.model.Run;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

/** A step in the graph of a pipeline's build. */
record PipelineStep(Run<?, ?> build, String nodeId) {

    /** Whether the pipeline still waits for it; a build may go on after a step that was killed. True for builds of other kinds. */
    boolean isActive() {
        FlowExecutionOwner owner =
                build instanceof FlowExecutionOwner.Executable pipeline ? pipeline.asFlowExecutionOwner() : null;
        FlowExecution execution = owner == null ? null : owner.getOrNull();
        try {
            FlowNode node = execution == null ? null : execution.getNode(nodeId);
            return node == null || node.isActive();
        } catch (IOException e) {
            return true;
        }
    }
}
