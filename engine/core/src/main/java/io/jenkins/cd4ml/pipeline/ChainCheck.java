package io.jenkins.cd4ml.pipeline;

import io.jenkins.cd4ml.artifact.ModelPackage;
import io.jenkins.cd4ml.artifact.PackageReader;
import io.jenkins.cd4ml.chain.Judgement;
import io.jenkins.cd4ml.chain.KeptResult;
import io.jenkins.cd4ml.chain.ModelDigest;
import io.jenkins.cd4ml.chain.RunChain;
import io.jenkins.cd4ml.data.Manifest;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.ChainLink;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.registry.LocalRegistry;
import io.jenkins.cd4ml.registry.RegisteredVersion;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The chain of a run, each digest computed again: {@code cd4ml verify}. */
public final class ChainCheck {
    private final StageRequest request;
    private final StageContext context;
    private final RunChain chain;
    private final List<Line> lines = new ArrayList<>();

    /**
     * One link.
     *
     * @param what {@code data}, {@code model}, {@code verdict}, {@code package}, {@code version}, {@code deployment}
     * @param digest null where there is none
     * @param note what is known of it; null for nothing
     * @param problem what does not fit, one clause; null where it fits
     */
    public record Line(String what, String digest, String note, String problem) {}

    private ChainCheck(StageRequest request, StageContext context) throws IOException {
        this.request = request;
        this.context = context;
        this.chain = RunChain.of(context.run(), request);
    }

    /** Checks what the run has so far; a stage that has not run yet is no misfit, unless a later one has. */
    public static List<Line> of(StageRequest request, StageContext context) throws IOException {
        ChainCheck check = new ChainCheck(request, context);
        String data = check.data();
        String model = check.model(data);
        Judgement judgement = check.verdict(model, data);
        String made = check.packaged(model);
        check.version(made, judgement);
        check.deployment(made);
        return List.copyOf(check.lines);
    }

    private String data() throws IOException {
        if (isAhead(Stage.VERSION_DATA)) {
            return null;
        }
        try {
            Manifest manifest = Manifest.read(context.run().manifest());
            ChainLink link = link(Stage.VERSION_DATA);
            add(
                    "data",
                    manifest.version(),
                    manifest.rows() + " rows",
                    unlike(manifest.version(), link == null ? null : link.dataVersion(), "versionData found"));
            return manifest.version();
        } catch (InputException e) {
            add("data", null, null, e.getMessage());
            return null;
        }
    }

    private String model(String data) throws IOException {
        if (link(Stage.TRAIN_MODEL) == null
                && context.configuration().validate().model() != null) {
            return foreign();
        }
        if (isAhead(Stage.TRAIN_MODEL)) {
            return null;
        }
        try {
            String model = ModelDigest.ofFolder(context.run().model());
            ChainLink link = link(Stage.TRAIN_MODEL);
            String problem = unlike(model, link == null ? null : link.model(), "trainModel made");
            if (problem == null && link != null && !link.dataVersion().equals(data)) {
                problem = "it was trained on data version " + link.dataVersion();
            }
            add("model", model, null, problem);
            return model;
        } catch (InputException e) {
            add("model", null, null, e.getMessage());
            return null;
        }
    }

    /** The file that the run judges in place of a model of its own. */
    private String foreign() throws IOException {
        Path file = context.project()
                .resolve(context.configuration().validate().model().path());
        if (!Files.isRegularFile(file)) {
            add("model", null, null, "there is no file " + file);
            return null;
        }
        String model = ModelDigest.ofFile(file);
        add("model", model, "from elsewhere", null);
        return model;
    }

    private Judgement verdict(String model, String data) throws IOException {
        if (isAhead(Stage.VALIDATE_MODEL) || model == null || data == null) {
            return null;
        }
        Judgement judgement = Judgement.of(request, context, model, data);
        int gates = judgement.gates() == null ? 0 : judgement.gates().gates().size();
        String note = judgement.verdict() == null
                ? "not judged"
                : judgement.verdict() + ", " + gates + (gates == 1 ? " gate" : " gates")
                        + (judgement.overrides().isEmpty()
                                ? ""
                                : ", overridden: " + String.join(", ", judgement.overrides()));
        add(
                "verdict",
                judgement.digest(),
                note + (judgement.attempts() < 2 ? "" : ", attempt " + judgement.attempts()),
                judgement.obstacle());
        if (judgement.gates() != null) {
            judgement.gates().gates().forEach(gate -> add("  gate", null, gate, null));
        }
        return judgement;
    }

    private String packaged(String model) throws IOException {
        if (isAhead(Stage.PACKAGE_MODEL)) {
            return null;
        }
        try {
            ModelPackage made = PackageReader.read(context.run().packageFolder());
            ChainLink link = link(Stage.PACKAGE_MODEL);
            String problem = unlike(made.digest(), link == null ? null : link.modelPackage(), "packageModel made");
            if (problem == null && link != null && model != null && !model.equals(link.model())) {
                problem = "it was made from the model " + link.model();
            }
            add("package", made.digest(), made.describe(), problem);
            return made.digest();
        } catch (InputException e) {
            add("package", null, null, e.getMessage());
            return null;
        }
    }

    private void version(String made, Judgement judgement) throws IOException {
        if (made == null) {
            return;
        }
        String model = context.configuration().model();
        LocalRegistry registry = LocalRegistry.open(context.home(), context.clock());
        try {
            Optional<RegisteredVersion> version = registry.withDigest(model, made);
            if (version.isEmpty()) {
                add("version", null, "not registered on this machine", null);
                return;
            }
            RegisteredVersion known = version.get();
            registry.content(registry.version(model, known.version()));
            boolean passed = judgement != null && judgement.passed();
            String problem = known.passed() && !passed
                    ? "it was registered as passed, and no passed verdict covers it now"
                    : null;
            add("version", known.digest(), known.version() + ", " + known.standing(), problem);
        } catch (InputException e) {
            add("version", null, null, e.getMessage());
        }
    }

    private void deployment(String made) throws IOException {
        KeptResult kept = chain.result(Stage.DEPLOY_CANARY);
        if (chain.attempts(Stage.DEPLOY_CANARY) == 0) {
            return;
        }
        if (!kept.counts()) {
            add("deployment", null, null, kept.problem());
            return;
        }
        DeployCanaryDetail detail = kept.result().detail(DeployCanaryDetail.class);
        ChainLink link = kept.result().link();
        if (detail == null || link == null) {
            add(
                    "deployment",
                    null,
                    kept.result().verdict() + ": " + kept.result().summary(),
                    null);
            return;
        }
        String problem = made != null && !made.equals(link.modelPackage())
                ? "the package " + link.modelPackage() + " was deployed"
                : null;
        String word = link.notJudged() == null ? "" : ", without a passed verdict: " + link.notJudged();
        add("deployment", link.modelPackage(), detail.decision() + " in " + detail.environment() + word, problem);
    }

    /** Whether nothing of that stage or a later one is there, so that nothing is missing. */
    private boolean isAhead(Stage stage) {
        for (Stage other : Stage.values()) {
            if (other != Stage.CHECK_DRIFT && other.compareTo(stage) >= 0 && chain.attempts(other) > 0) {
                return false;
            }
        }
        return true;
    }

    private ChainLink link(Stage stage) throws IOException {
        KeptResult kept = chain.result(stage);
        return kept.counts() ? kept.result().link() : null;
    }

    private static String unlike(String now, String recorded, String who) {
        if (recorded == null) {
            return "no result that counts says what " + who;
        }
        return now.equals(recorded) ? null : who + " " + recorded;
    }

    private void add(String what, String digest, String note, String problem) {
        lines.add(new Line(what, digest, note, problem));
    }
}
