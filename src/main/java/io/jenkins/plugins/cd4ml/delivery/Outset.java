package io.jenkins.plugins.cd4ml.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.cd4ml.protocol.EarlierChampion;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.layout.ProjectLayout;
import io.jenkins.plugins.cd4ml.registry.ExpectedChampion;
import io.jenkins.plugins.cd4ml.registry.ModelVersion;
import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;

/**
 * What the registry said when a stage began: by this the stage is judged at its end, whatever has happened since. Part of the
 * pipeline's saved state, hence no record.
 */
public final class Outset implements Serializable {
    /** Of a stage that has nothing to do with the registry. */
    static final Outset NONE = new Outset(null, null);

    /** Of a stage whose model cannot be read from the project: the engine will say why. */
    static final Outset UNREAD = new Outset("", null);

    @Serial
    private static final long serialVersionUID = 1L;

    private final String model;
    private final String environment;
    private boolean reader;
    private String register;
    private String withoutVerdict;
    private ExpectedChampion expected = ExpectedChampion.NONE;
    private Integer champion;
    private String championDigest;
    private Integer candidate;
    private String candidateDigest;
    private String candidatePath;

    /** The request has both; the saved state needs them no more. */
    private transient List<ModelReference> references;

    private transient List<EarlierChampion> champions;

    private final long admitted = System.currentTimeMillis();

    Outset(@CheckForNull String model, @CheckForNull String environment) {
        this.model = model;
        this.environment = environment;
    }

    Outset withChampion(ModelVersion version) {
        champion = version.number();
        championDigest = version.digest();
        return this;
    }

    /** The build may read the model. */
    Outset asReader() {
        reader = true;
        return this;
    }

    /** By that policy a package becomes a version; null for {@code validated}. */
    Outset withPolicy(@CheckForNull String register) {
        this.register = register;
        return this;
    }

    /** The environment's rule asks for no verdict, and this says so. */
    Outset withoutVerdict(@CheckForNull String why) {
        withoutVerdict = why;
        return this;
    }

    /** What is known of the environment when the stage begins. */
    Outset expecting(ExpectedChampion expected) {
        this.expected = expected;
        return this;
    }

    Outset withCandidate(ModelVersion version, String path) {
        candidate = version.number();
        candidateDigest = version.digest();
        candidatePath = path;
        return this;
    }

    /**
     * What gates compare with besides the champion.
     *
     * @param versions that are laid out
     * @param earlier the champions so far, in the metrics that gates compare
     */
    Outset comparedWith(List<ModelReference> versions, List<EarlierChampion> earlier) {
        references = List.copyOf(versions);
        champions = List.copyOf(earlier);
        return this;
    }

    /** Whether the registry has no say. */
    boolean isNone() {
        return model == null;
    }

    /** Null where the registry has no say. */
    String model() {
        return model;
    }

    /** Null likewise. */
    public String environment() {
        return environment;
    }

    /** Whether the build may read the model. */
    boolean isReader() {
        return reader;
    }

    /** {@code unlessFailed}, {@code validated} or {@code always}; null where nothing is configured. */
    @CheckForNull
    String policy() {
        return register;
    }

    /** Why no verdict is asked for, for the request; null where one is. */
    @CheckForNull
    public String withoutVerdict() {
        return withoutVerdict;
    }

    /** What was known of the environment when the stage began. */
    ExpectedChampion expected() {
        return expected;
    }

    /** When the stage was admitted, by the controller's clock. */
    Instant admitted() {
        return Instant.ofEpochMilli(admitted);
    }

    /** Null where there is no champion, or not for this stage. */
    public Integer championVersion() {
        return champion;
    }

    /** The champion for the request; null where there is none for this stage. */
    public ModelReference champion() {
        return champion == null ? null : new ModelReference(model, champion, championDigest, folder(model, champion));
    }

    /** The version to be deployed, for the request; null where there is none. */
    public ModelReference candidate() {
        return candidate == null ? null : new ModelReference(model, candidate, candidateDigest, candidatePath);
    }

    /** Versions besides the champion for the request; null where the build may not have them, or needs none. */
    @CheckForNull
    public List<ModelReference> references() {
        return references;
    }

    /** The champions so far for the request; null where the build may not know them, or no gate compares. */
    @CheckForNull
    public List<EarlierChampion> champions() {
        return champions;
    }

    /** Where a champion's package lies in a project. */
    static String folder(String model, int version) {
        return ProjectLayout.version(model, version);
    }
}
