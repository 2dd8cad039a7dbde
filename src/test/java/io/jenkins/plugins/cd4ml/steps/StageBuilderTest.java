package io.jenkins.plugins.cd4ml.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.instanceOf;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.JDK;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.PasswordParameterDefinition;
import hudson.model.PasswordParameterValue;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.model.TaskListener;
import hudson.tasks.Builder;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.cd4ml.config.RuntimePacks;
import io.jenkins.plugins.cd4ml.testing.Pipelines;
import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** A stage as a build step: its form, its symbol, and variables of the build. */
public class StageBuilderTest {
    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    @BeforeClass
    public static void configureTools() throws Exception {
        jenkins.jenkins.getJDKs().add(new JDK(FilledSteps.JDK, "/opt/jdk-21"));
        Jenkins.get()
                .getDescriptorByType(RuntimePacks.DescriptorImpl.class)
                .setInstallations(new RuntimePacks(FilledSteps.PACKS, "/opt/packs", List.of()));
    }

    @Test
    public void everyFieldOfEachStageSurvivesTheJobsForm() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("form");
        for (StageStep step : FilledSteps.all()) {
            job.getBuildersList().add(new StageBuilder(step));
        }
        jenkins.configRoundtrip(job);
        List<StageBuilder> builders = job.getBuildersList().getAll(StageBuilder.class);
        assertEquals(6, builders.size());
        for (int i = 0; i < builders.size(); i++) {
            StageStep step = FilledSteps.all().get(i);
            jenkins.assertEqualDataBoundBeans(step, builders.get(i).getStage());
            Map<String, ?> fields = DescribableModel.uninstantiate2_(step).getArguments();
            assertEquals(
                    "something is in every field of " + step,
                    DescribableModel.of(step.getClass()).getParameters().size(),
                    fields.size());
        }
    }

    /** As job-dsl writes it down, and the Job Import of others: {@code cd4mlStage { stage { trainModel { epochs(3) } } }}. */
    @Test
    public void itsSymbolIsEnough() throws Exception {
        for (StageStep step : FilledSteps.all()) {
            Map<String, Object> fields =
                    new LinkedHashMap<>(DescribableModel.uninstantiate2_(step).getArguments());
            UninstantiatedDescribable stage =
                    new UninstantiatedDescribable(step.getDescriptor().getFunctionName(), null, fields);
            UninstantiatedDescribable written =
                    new UninstantiatedDescribable("cd4mlStage", null, Map.of("stage", stage));
            Builder builder = (Builder) written.instantiate(Builder.class);
            assertThat(builder, instanceOf(StageBuilder.class));
            jenkins.assertEqualDataBoundBeans(step, ((StageBuilder) builder).getStage());
            UninstantiatedDescribable again = DescribableModel.uninstantiate2_(builder);
            assertEquals("cd4mlStage", again.getSymbol());
            UninstantiatedDescribable inner =
                    (UninstantiatedDescribable) again.getArguments().get("stage");
            assertEquals(stage.getSymbol(), inner.getSymbol());
            assertEquals(stage.getArguments(), inner.getArguments());
        }
    }

    @Test
    public void everyFieldOfEachStepSurvivesTheSnippetGenerator() throws Exception {
        SnippetizerTester snippets = new SnippetizerTester(jenkins);
        for (StageStep step : FilledSteps.all()) {
            SnippetizerTester.assertDocGeneration(step.getClass());
            String snippet = org.jenkinsci.plugins.workflow.cps.Snippetizer.object2Groovy(step);
            snippets.assertRoundTrip(step, snippet);
        }
    }

    @Test
    public void dropdownsOfferWhatTheEngineKnows() throws Exception {
        JsonNode schema = new ObjectMapper()
                .readTree(new File("engine/core/src/main/resources/io/jenkins/cd4ml/config/cd4ml.schema.json"));
        Jenkins j = Jenkins.get();
        assertOffers(
                schema.at("/properties/train/properties/algorithm/enum"),
                j.getDescriptorByType(TrainModelStep.DescriptorImpl.class).doFillAlgorithmItems(null));
        ValidateModelStep.DescriptorImpl validation = j.getDescriptorByType(ValidateModelStep.DescriptorImpl.class);
        assertOffers(schema.at("/properties/validate/properties/split/enum"), validation.doFillSplitItems(null));
        assertOffers(
                schema.at("/properties/validate/properties/firstModel/enum"), validation.doFillFirstModelItems(null));
        assertOffers(
                schema.at("/properties/deploy/properties/traffic/enum"),
                j.getDescriptorByType(DeployCanaryStep.DescriptorImpl.class).doFillTrafficItems(null));
    }

    private static void assertOffers(JsonNode known, ListBoxModel offered) {
        List<String> words = new ArrayList<>(List.of(""));
        known.forEach(word -> words.add(word.asText()));
        assertEquals(
                words.stream().sorted().toList(),
                offered.stream().map(option -> option.value).sorted().toList());
        assertTrue(words.size() > 2);
    }

    @Test
    public void variablesOfTheBuildAreFilledInButSecrets() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("variables");
        job.addProperty(new ParametersDefinitionProperty(
                new StringParameterDefinition("ALGORITHM"), new PasswordParameterDefinition("TOKEN", "", null)));
        FreeStyleBuild build = job.scheduleBuild2(
                        0,
                        new ParametersAction(
                                new StringParameterValue("ALGORITHM", "mlp\nseed=1"),
                                new PasswordParameterValue("TOKEN", "s3cr3t")))
                .get();
        TrainModelStep step = new TrainModelStep();
        step.setRun("nightly-$BUILD_NUMBER");
        step.setEpochs(3);
        step.setSettings("algorithm=${ALGORITHM}\nnote=$TOKEN $UNKNOWN $$ALGORITHM");
        StageStep filled = BuildVariables.of(build).in(step, TaskListener.NULL);
        assertEquals("nightly-1", filled.getRun());
        assertEquals("algorithm=mlp seed=1\nnote=$TOKEN $UNKNOWN $ALGORITHM", filled.getSettings());
        assertEquals(Integer.valueOf(3), ((TrainModelStep) filled).getEpochs());

        step.setRun("$ALGORITHM");
        job.getBuildersList().add(new StageBuilder(step));
        FreeStyleBuild wrong = job.scheduleBuild2(
                        0, new ParametersAction(new StringParameterValue("ALGORITHM", "../../etc")))
                .get();
        jenkins.assertBuildStatus(Result.FAILURE, wrong);
        jenkins.assertLogContains("ERROR: trainModel: 'run' is wrong.", wrong);
    }

    @Test
    public void formsLetVariablesPassWhereThereAreSome() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("checks");
        WorkflowJob pipeline = jenkins.createProject(WorkflowJob.class, "pipeline");
        CheckDriftStep.DescriptorImpl drift = Jenkins.get().getDescriptorByType(CheckDriftStep.DescriptorImpl.class);
        for (String value : List.of("$RUN", "build-${BUILD_NUMBER}")) {
            assertEquals(FormValidation.Kind.OK, drift.doCheckRun(job, value).kind);
            assertEquals(FormValidation.Kind.OK, drift.doCheckRetrain(job, value).kind);
            assertEquals(FormValidation.Kind.ERROR, drift.doCheckRun(pipeline, value).kind);
            assertEquals(FormValidation.Kind.ERROR, drift.doCheckRetrain(pipeline, value).kind);
        }
        assertEquals(FormValidation.Kind.ERROR, drift.doCheckRun(job, "a$").kind);
    }

    @Test
    public void aPipelineIsToldToNameTheStageItself() throws Exception {
        for (String script : List.of(
                "step([$class: 'StageBuilder', stage: [$class: 'PackageModelStep']])",
                "step(cd4mlStage([$class: 'PackageModelStep']))",
                "cd4mlStage([$class: 'PackageModelStep'])")) {
            WorkflowJob job = Pipelines.job(jenkins, "p" + Math.abs(script.hashCode()), "node { " + script + " }");
            WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);
            jenkins.assertLogContains("ERROR: cd4mlStage is the build step of Freestyle jobs", run);
            jenkins.assertLogContains("write packageModel(...) instead", run);
            jenkins.assertLogNotContains("\tat ", run);
        }
    }
}
