package io.jenkins.cd4ml.drift;

import io.jenkins.cd4ml.artifact.ModelPackage;
import io.jenkins.cd4ml.artifact.PackageReader;
import io.jenkins.cd4ml.data.Manifest;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.model.TrainingKeys;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.StageRequest.RegistryMode;
import io.jenkins.cd4ml.registry.LocalRegistry;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The model whose rows and predictions are watched, with its checked package.
 *
 * @param data the data version it was trained on, where the request says it; null otherwise
 */
record DriftModel(ModelReference reference, ModelPackage content, Manifest data) {

    /**
     * The champion that the request names; without one, where this machine's registry is the truth, its champion of
     * {@code deploy.environment}; without that the package that the run has made.
     */
    static Optional<DriftModel> find(StageRequest request, StageContext context) throws IOException {
        if (request.champion() != null) {
            return Optional.of(named(request, context));
        }
        if (request.registry() == RegistryMode.LOCAL) {
            Optional<DriftModel> local = local(context);
            if (local.isPresent()) {
                return local;
            }
        }
        Path own = context.run().packageFolder();
        if (!Files.isDirectory(own)) {
            return Optional.empty();
        }
        ModelPackage content = PackageReader.read(own);
        String path = context.project().relativize(own).toString().replace('\\', '/');
        ModelReference reference = new ModelReference(content.manifest().model(), null, content.digest(), path);
        return Optional.of(new DriftModel(reference, content, null));
    }

    private static Optional<DriftModel> local(StageContext context) throws IOException {
        LocalRegistry registry = LocalRegistry.open(context.home());
        Optional<ModelReference> champion = registry.alias(
                context.configuration().model(),
                context.configuration().deploy().environment());
        return champion.isEmpty()
                ? Optional.empty()
                : Optional.of(new DriftModel(champion.get(), registry.content(champion.get()), null));
    }

    private static DriftModel named(StageRequest request, StageContext context) throws IOException {
        ModelReference champion = request.champion();
        if (champion.path() == null) {
            throw new InputException("the request names the champion " + champion.model() + " version "
                    + champion.version() + " without the folder of its package");
        }
        ModelPackage content = PackageReader.read(context.project().resolve(champion.path()));
        if (champion.digest() != null && !champion.digest().equals(content.digest())) {
            throw new InputException("the package at " + champion.path() + " is not the champion " + champion.model()
                    + " version " + champion.version() + " of the request: its digest is " + content.digest());
        }
        return new DriftModel(champion, content, data(request.baseline(), content, context));
    }

    /** The manifest that the request names; one of other data than the model's says nothing of it. */
    private static Manifest data(String baseline, ModelPackage content, StageContext context) throws IOException {
        Manifest named =
                baseline == null ? null : Manifest.read(context.project().resolve(baseline));
        return named == null || !named.version().equals(content.manifest().dataVersion()) ? null : named;
    }

    /** Columns that the model reads. */
    List<String> features() {
        return content.manifest().schema().names();
    }

    /** The column that it predicts. */
    String target() {
        return content.manifest().target();
    }

    Task task() {
        return content.manifest().task();
    }

    /** The data version it was trained on. */
    String dataVersion() {
        return content.manifest().dataVersion();
    }

    TrainingKeys trainingKeys() throws IOException {
        return TrainingKeys.read(content.trainingKeys());
    }

    /** For people: {@code seattle-weather version 3}. */
    String title() {
        return reference.version() == null
                ? reference.model() + " of this run"
                : reference.model() + " version " + reference.version();
    }

    /** For checks: the version's number, or the digest of a package without one. */
    String version() {
        return reference.version() == null ? reference.digest() : Integer.toString(reference.version());
    }
}
