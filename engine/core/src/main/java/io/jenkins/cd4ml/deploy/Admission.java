package io.jenkins.cd4ml.deploy;

import io.jenkins.cd4ml.artifact.ModelPackage;
import io.jenkins.cd4ml.artifact.PackageReader;
import io.jenkins.cd4ml.chain.Judgement;
import io.jenkins.cd4ml.chain.KeptResult;
import io.jenkins.cd4ml.chain.Overridden;
import io.jenkins.cd4ml.chain.RunChain;
import io.jenkins.cd4ml.config.DeploySettings;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.ChainLink;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;
import java.util.Objects;

/**
 * The run's package, and whether a fitting verdict covers it.
 *
 * @param made the package, each of its files checked
 * @param packaged the link of the result that made it
 * @param obstacle why no passed verdict covers it, one clause; null where one does
 * @param exception why it may be rolled out all the same, one clause; null where it needs none
 */
record Admission(ModelPackage made, ChainLink packaged, Judgement judgement, String obstacle, String exception) {

    /**
     * Opens the run's package.
     *
     * @throws InputException where there is none that {@code packageModel} of this run has made
     */
    static Admission of(StageRequest request, StageContext context) throws IOException {
        KeptResult kept = RunChain.of(context.run(), request).result(Stage.PACKAGE_MODEL);
        if (!kept.counts()) {
            throw new InputException(
                    "this run has no package that can be deployed: " + kept.problem() + "; run packageModel again");
        }
        ModelPackage made = PackageReader.read(context.run().packageFolder());
        ChainLink link = kept.result().link();
        if (link == null || !made.digest().equals(link.modelPackage())) {
            throw new InputException(
                    "the package in " + made.folder() + " is not the one that packageModel made (its digest is "
                            + made.digest() + "): run packageModel again");
        }
        String model = made.manifest().model();
        if (!model.equals(context.configuration().model())) {
            throw new InputException("the run's package holds the model " + model + ", the configuration names "
                    + context.configuration().model() + ": run packageModel again");
        }
        Judgement judgement = Judgement.of(request, context, link.model(), link.dataVersion());
        String obstacle = judgement.obstacle();
        if (obstacle == null && !Objects.equals(judgement.digest(), link.verdict())) {
            obstacle = "it was packaged under another verdict: run packageModel again";
        }
        return new Admission(made, link, judgement, obstacle, null);
    }

    /**
     * The same against the version that it is to replace, with the word that lets it pass where it needs one.
     *
     * @param champion null for a first version
     * @throws InputException where no fitting verdict covers it and nothing lets it pass
     */
    Admission against(ModelReference champion, StageRequest request, StageContext context) throws IOException {
        DeploySettings declared = Overridden.declared(request).deploy();
        DeploySettings settings = context.configuration().deploy();
        if (!declared.requireVerdict().equals(settings.requireVerdict())) {
            throw InputException.ofKey(
                    "deploy.requireVerdict",
                    "counts where it stands in " + request.configuration()
                            + " alone, not as an argument: a person who wants an exception says why (--without-verdict)");
        }
        boolean serves = champion != null && made.digest().equals(champion.digest());
        String found = obstacle != null || serves
                ? obstacle
                : judgement.unlike(champion, settings.environment().equals(declared.environment()));
        if (found == null) {
            return this;
        }
        String word = request.withoutVerdict();
        if (word != null && !word.isBlank()) {
            return new Admission(made, packaged, judgement, found, word.strip());
        }
        if (!settings.requireVerdict()) {
            return new Admission(made, packaged, judgement, found, "deploy.requireVerdict is false");
        }
        throw new InputException("this version cannot be deployed, no passed verdict covers it: " + found
                + "; run validateModel and packageModel (gates and all as in " + request.configuration()
                + "), or say why it goes out all the same: cd4ml deploy-canary --without-verdict \"why\"");
    }

    /** What the history says of the exception; empty where there was none. */
    String remark() {
        return exception == null ? "" : "; without a passed verdict (" + obstacle + "): " + exception;
    }

    /** What is deployed, and under which verdict. */
    ChainLink link() {
        return new ChainLink(
                packaged.dataVersion(),
                packaged.model(),
                judgement.gatesDigest(),
                judgement.digest(),
                made.digest(),
                null,
                null,
                obstacle);
    }
}
