package io.jenkins.plugins.cd4ml.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.FormValidation;
import java.beans.Introspector;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.kohsuke.stapler.DataBoundSetter;

public class StepFormTest {
    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    private static final List<Class<? extends StageStep>> STEPS = List.of(
            VersionDataStep.class,
            TrainModelStep.class,
            ValidateModelStep.class,
            PackageModelStep.class,
            DeployCanaryStep.class,
            CheckDriftStep.class);

    @Test
    public void everythingSurvivesTheSnippetGeneratorsForm() throws Exception {
        TrainModelStep step = new TrainModelStep();
        step.setAlgorithm("linear");
        step.setEpochs(3);
        step.setSeed(4_000_000_000L);
        step.setVerifyReproducible(true);
        step.setOnFail("continue");
        step.setProject("models/a");
        step.setConfig("other.yaml");
        step.setRun("mine");
        step.setHeap("1g");
        step.setSettings("hidden=[8, 4]\npatience=0");
        TrainModelStep again = new StepConfigTester(jenkins).configRoundTrip(step);
        jenkins.assertEqualDataBoundBeans(step, again);
    }

    @Test
    public void aFormLeftAloneSaysNothing() throws Exception {
        CheckDriftStep again = new StepConfigTester(jenkins).configRoundTrip(new CheckDriftStep());
        jenkins.assertEqualDataBoundBeans(new CheckDriftStep(), again);
        assertNull(again.getOnFail());
        assertNull(again.getShare());
        DeployCanaryStep canary = new StepConfigTester(jenkins).configRoundTrip(new DeployCanaryStep());
        jenkins.assertEqualDataBoundBeans(new DeployCanaryStep(), canary);
    }

    @Test
    public void everyFieldHasHelp() throws Exception {
        jenkins.executeOnServer(() -> {
            assertHelp();
            return null;
        });
    }

    private static void assertHelp() {
        for (Class<? extends StageStep> step : STEPS) {
            Descriptor<?> descriptor = Jenkins.get().getDescriptorOrDie(step);
            assertNotNull(step.getName(), descriptor.getHelpFile());
            for (String field : fields(step)) {
                assertNotNull(step.getSimpleName() + "." + field, descriptor.getHelpFile(field));
            }
        }
        Descriptor<?> global =
                Jenkins.get().getDescriptorOrDie(io.jenkins.plugins.cd4ml.config.Cd4mlConfiguration.class);
        for (String field : fields(io.jenkins.plugins.cd4ml.config.Cd4mlConfiguration.class)) {
            assertNotNull(field, global.getHelpFile(field));
        }
    }

    @Test
    public void answersAreForThoseWhoMayConfigure() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        TrainModelStep.DescriptorImpl descriptor =
                Jenkins.get().getDescriptorByType(TrainModelStep.DescriptorImpl.class);
        assertEquals(FormValidation.Kind.ERROR, descriptor.doCheckHeap(job, "much").kind);
        assertEquals(FormValidation.Kind.ERROR, descriptor.doCheckEpochs(job, "0").kind);
        assertEquals(FormValidation.Kind.OK, descriptor.doCheckEpochs(job, "").kind);
        assertFalse(descriptor.doFillOnFailItems(job).isEmpty());
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .toEveryone());
        try (ACLContext reader = as("reader")) {
            assertNotNull(reader);
            assertEquals(FormValidation.Kind.OK, descriptor.doCheckHeap(job, "much").kind);
            assertEquals(FormValidation.Kind.OK, descriptor.doCheckEpochs(null, "0").kind);
            assertEquals(0, descriptor.doFillOnFailItems(job).size());
            assertEquals(0, descriptor.doFillJdkItems(job).size());
            assertEquals(0, descriptor.doFillPacksItems(null).size());
        } finally {
            jenkins.jenkins.setAuthorizationStrategy(hudson.security.AuthorizationStrategy.UNSECURED);
            jenkins.jenkins.setSecurityRealm(hudson.security.SecurityRealm.NO_AUTHENTICATION);
        }
    }

    @NonNull
    private static ACLContext as(String user) {
        return ACL.as2(hudson.model.User.getOrCreateByIdOrFullName(user).impersonate2());
    }

    private static TreeSet<String> fields(Class<?> type) {
        TreeSet<String> fields = new TreeSet<>();
        Arrays.stream(type.getMethods())
                .filter(method -> method.isAnnotationPresent(DataBoundSetter.class))
                .map(Method::getName)
                .forEach(setter -> fields.add(Introspector.decapitalize(setter.substring(3))));
        return fields;
    }
}
