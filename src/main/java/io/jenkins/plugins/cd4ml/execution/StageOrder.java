package io.jenkins.plugins.cd4ml.execution;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.plugins.cd4ml.results.StageSequel;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a step asks for, checked for syntax alone. Part of the pipeline's saved state, hence no record: JBoss Marshalling. */
public final class StageOrder implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Stage stage;
    private final OnFail onFail;
    private final boolean verifyReproducible;
    private String project;
    private String configuration;
    private String run;
    private String jdk;
    private String heap;
    private String packs;
    private final TreeMap<String, Object> settings = new TreeMap<>();
    private final ArrayList<String> arguments = new ArrayList<>();
    private ArrayList<StageSequel> sequels = new ArrayList<>();

    public StageOrder(Stage stage, OnFail onFail, boolean verifyReproducible) {
        this.stage = stage;
        this.onFail = onFail;
        this.verifyReproducible = verifyReproducible;
    }

    /** Where the project lies; null for the workspace itself and for the build's own run. */
    public StageOrder inProject(@CheckForNull String project, String configuration, @CheckForNull String run) {
        this.project = project;
        this.configuration = configuration;
        this.run = run;
        return this;
    }

    /** What overrides the stage's section: typed values by key, then lines of {@code key=value}. */
    public StageOrder with(Map<String, Object> settings, List<String> arguments) {
        this.settings.putAll(settings);
        this.arguments.addAll(arguments);
        return this;
    }

    /** What it runs on; null for defaults. */
    public StageOrder on(@CheckForNull String jdk, @CheckForNull String heap, @CheckForNull String packs) {
        this.jdk = jdk;
        this.heap = heap;
        this.packs = packs;
        return this;
    }

    /** What is done when the stage has ended with a result. */
    public StageOrder then(List<? extends StageSequel> sequels) {
        this.sequels.addAll(sequels);
        return this;
    }

    Stage stage() {
        return stage;
    }

    OnFail onFail() {
        return onFail;
    }

    boolean verifyReproducible() {
        return verifyReproducible;
    }

    @CheckForNull
    String project() {
        return project;
    }

    String configuration() {
        return configuration;
    }

    @CheckForNull
    String run() {
        return run;
    }

    @CheckForNull
    String jdk() {
        return jdk;
    }

    @CheckForNull
    String heap() {
        return heap;
    }

    @CheckForNull
    String packs() {
        return packs;
    }

    Map<String, Object> settings() {
        return settings;
    }

    List<String> arguments() {
        return arguments;
    }

    List<StageSequel> sequels() {
        return sequels;
    }

    /** Builds that were saved before there were sequels. */
    @Serial
    private Object readResolve() {
        if (sequels == null) {
            sequels = new ArrayList<>();
        }
        return this;
    }
}
