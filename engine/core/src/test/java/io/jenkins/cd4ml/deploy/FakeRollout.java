package io.jenkins.cd4ml.deploy;

import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.cd4ml.registry.AliasChange;
import io.jenkins.cd4ml.registry.LocalRegistry;
import io.jenkins.cd4ml.stage.Provenances;
import io.jenkins.cd4ml.stage.StageFunction;
import io.jenkins.cd4ml.stage.StageOutcome;
import java.util.List;
import java.util.Map;

/** {@code deployCanary} as it is up to its canary, which passes at once, without a server. */
public final class FakeRollout {
    private FakeRollout() {}

    public static StageFunction stage() {
        return (request, context) -> {
            Versions versions = Versions.of(request, context);
            if (!versions.same()) {
                LocalRegistry registry = LocalRegistry.open(context.home(), context.clock());
                String model = versions.candidate().model();
                String environment = context.configuration().deploy().environment();
                AliasChange change = AliasChange.of(
                                environment,
                                versions.candidate().version(),
                                Action.PROMOTE,
                                "canary of run " + context.run().id() + " passed"
                                        + versions.admission().remark())
                        .from(registry.aliases(model).get(environment));
                registry.change(model, change, AliasChange.Write::now);
            }
            return new StageOutcome(
                    Verdict.PASSED,
                    versions.same() ? "Nothing to do" : "Promoted",
                    List.of(),
                    null,
                    List.of(),
                    Provenances.of(context, null, null, Map.of(), null, null),
                    versions.admission().link());
        };
    }
}
