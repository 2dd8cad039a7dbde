package io.jenkins.plugins.cd4ml.retrain;

import hudson.model.Executor;
import hudson.model.Run;
import hudson.model.queue.WorkUnit;
import hudson.security.ACL;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.springframework.security.core.Authentication;

/** Whom a build acts for. Stages end on threads of the system, which may do everything. */
final class BuildAuthentication {
    private BuildAuthentication() {}

    /** As the pipeline's own steps have it; for other builds what its executor runs as. */
    static Authentication of(Run<?, ?> build) throws IOException {
        FlowExecutionOwner owner =
                build instanceof FlowExecutionOwner.Executable pipeline ? pipeline.asFlowExecutionOwner() : null;
        if (owner != null) {
            return owner.get().getAuthentication2();
        }
        Executor executor = build.getExecutor();
        WorkUnit unit = executor == null ? null : executor.getCurrentWorkUnit();
        return unit == null ? ACL.SYSTEM2 : unit.context.item.authenticate2();
    }
}
