package io.jenkins.cd4ml.deploy.router;

import io.jenkins.cd4ml.deploy.process.ServingFolder;
import java.io.IOException;

/** Looks what has become of an open proposal, and has the rollout follow. */
record Proposals(Rollout rollout, ServingFolder folder) {

    /** Looks once; nothing happens where there is none. */
    void look() throws IOException {
        Proposal open = rollout.routes().proposal();
        if (open == null) {
            return;
        }
        Proposal.Outlook outlook = open.look(folder);
        switch (outlook.phase()) {
            case OPEN -> {
                // nothing new
            }
            case REPORTED -> rollout.reported(open);
            case ACCEPTED -> rollout.settle(open, true, outlook.reason());
            case REFUSED -> rollout.settle(open, false, outlook.reason());
        }
    }
}
