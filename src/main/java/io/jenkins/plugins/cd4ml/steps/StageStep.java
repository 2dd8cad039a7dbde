package io.jenkins.plugins.cd4ml.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.Util;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.layout.ProjectLayout;
import io.jenkins.plugins.cd4ml.config.Syntax;
import io.jenkins.plugins.cd4ml.execution.OnFail;
import io.jenkins.plugins.cd4ml.execution.StageExecution;
import io.jenkins.plugins.cd4ml.execution.StageOrder;
import io.jenkins.plugins.cd4ml.results.StageSequel;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * What the six steps share. Everything is optional: a step without arguments does what {@code cd4ml.yaml} says. Getters give
 * null for a default, so that the Snippet Generator writes down only what differs.
 */
public abstract class StageStep extends Step {
    private static final String DEFAULT_CONFIG = ProjectLayout.CONFIGURATION;

    private String config;
    private String project;
    private String run;
    private String onFail;
    private String jdk;
    private String heap;
    private String packs;
    private String settings;

    StageStep() {}

    /** Which stage it is, and what it does by default: not among the fields, since a Freestyle job keeps those as XML. */
    private StageStepDescriptor kind() {
        return (StageStepDescriptor) getDescriptor();
    }

    /** What the typed fields of the step say, by key of the stage's section in {@code cd4ml.yaml}. */
    abstract Map<String, Object> typedSettings();

    /** What must be true of the typed fields: their text and its syntax, by the name of the field. */
    Map<String, Checked> typedTexts() {
        return Map.of();
    }

    /** Whether a training is to be done twice and compared. */
    boolean repeated() {
        return false;
    }

    /** What is to be done when the stage has ended with a result. */
    List<StageSequel> sequels() throws AbortException {
        return List.of();
    }

    @Override
    public final StepExecution start(StepContext context) throws AbortException {
        return new StageExecution(context, order());
    }

    StageOrder order() throws AbortException {
        Stage stage = kind().stage();
        Map<String, Checked> texts = new TreeMap<>(typedTexts());
        texts.put("config", new Checked(Syntax.RELATIVE_PATH, config));
        texts.put("project", new Checked(Syntax.RELATIVE_PATH, project));
        texts.put("run", new Checked(Syntax.RUN, run));
        texts.put("heap", new Checked(Syntax.HEAP, heap));
        texts.put("settings", new Checked(Syntax.SETTINGS, settings));
        for (Map.Entry<String, Checked> text : texts.entrySet()) {
            Checked checked = text.getValue();
            String problem = checked.syntax().problem(checked.text()).orElse(null);
            if (problem != null) {
                throw new AbortException(Messages.StageStep_wrong(stage.step(), text.getKey(), problem));
            }
        }
        OnFail reaction = onFail == null
                ? kind().defaultOnFail()
                : OnFail.of(onFail)
                        .orElseThrow(() -> new AbortException(
                                Messages.StageStep_wrong(stage.step(), "onFail", Messages.StageStep_onFail(onFail))));
        return new StageOrder(stage, reaction, repeated())
                .inProject(project, config == null ? DEFAULT_CONFIG : config, run)
                .with(typedSettings(), lines())
                .then(sequels())
                .on(jdk, heap, packs);
    }

    private List<String> lines() {
        return settings == null
                ? List.of()
                : settings.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .toList();
    }

    @CheckForNull
    public String getConfig() {
        return config;
    }

    @DataBoundSetter
    public void setConfig(String config) {
        String given = Util.fixEmptyAndTrim(config);
        this.config = DEFAULT_CONFIG.equals(given) ? null : given;
    }

    @CheckForNull
    public String getProject() {
        return project;
    }

    @DataBoundSetter
    public void setProject(String project) {
        String given = Util.fixEmptyAndTrim(project);
        this.project = ".".equals(given) ? null : given;
    }

    @CheckForNull
    public String getRun() {
        return run;
    }

    @DataBoundSetter
    public void setRun(String run) {
        this.run = Util.fixEmptyAndTrim(run);
    }

    @CheckForNull
    public String getOnFail() {
        return onFail;
    }

    @DataBoundSetter
    public void setOnFail(String onFail) {
        String given = Util.fixEmptyAndTrim(onFail);
        this.onFail = kind().defaultOnFail().word().equals(given) ? null : given;
    }

    @CheckForNull
    public String getJdk() {
        return jdk;
    }

    @DataBoundSetter
    public void setJdk(String jdk) {
        this.jdk = Util.fixEmptyAndTrim(jdk);
    }

    @CheckForNull
    public String getHeap() {
        return heap;
    }

    @DataBoundSetter
    public void setHeap(String heap) {
        this.heap = Util.fixEmptyAndTrim(heap);
    }

    @CheckForNull
    public String getPacks() {
        return packs;
    }

    @DataBoundSetter
    public void setPacks(String packs) {
        this.packs = Util.fixEmptyAndTrim(packs);
    }

    @CheckForNull
    public String getSettings() {
        return settings;
    }

    @DataBoundSetter
    public void setSettings(String settings) {
        this.settings = Util.fixEmptyAndTrim(settings);
    }

    /** A text and the syntax it must have. */
    record Checked(Syntax syntax, String text) {}
}
