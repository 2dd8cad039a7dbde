package io.jenkins.plugins.cd4ml.delivery;

import static io.jenkins.plugins.cd4ml.testing.FakeModel.answer;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.deployed;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.digest;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.packaging;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Result;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.cd4ml.registry.Author;
import io.jenkins.plugins.cd4ml.registry.EnvironmentRule;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.Refusal;
import io.jenkins.plugins.cd4ml.testing.FakeEngineSource;
import io.jenkins.plugins.cd4ml.testing.Pipelines;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

/** An approval is a person's, for one environment and one package, and ends when the version is taken back. */
public class ApprovalTest {
    private static final String MODEL = "approved";
    private static final Author BOB = new Author("bob", null);

    @ClassRule
    public static final BuildWatcher WATCHER = new BuildWatcher();

    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    private static WorkflowJob job;

    private final ModelRegistry registry = ModelRegistry.get();

    /** In the engine's place. */
    @TestExtension
    public static final class Fake extends FakeEngineSource {}

    @BeforeClass
    public static void connect() throws Exception {
        DumbSlave agent = jenkins.createSlave("agent", "agent", null);
        jenkins.waitOnline(agent);
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
    }

    /** Amy has a version built; production takes the approval of another person, staging only a verdict. */
    @Before
    public void register() throws Exception {
        if (job != null) {
            registry.delete(MODEL, BOB, "the next test");
            job.delete();
        }
        job = Pipelines.job(jenkins, "train", script(packaging(MODEL, "a")));
        build(Result.SUCCESS, "amy");
        registry.configure(
                MODEL,
                before -> before.withRules(List.of(
                        new EnvironmentRule("production", true, List.of(), false, true, true, List.of()),
                        EnvironmentRule.standard("staging"))),
                BOB,
                null);
    }

    @Test
    public void theRequesterAloneDoesNotApprove() throws Exception {
        deploy("a", "production");
        assertRefused("version 1 of approved is not approved for production", "amy");
        Refusal own = assertThrows(Refusal.class, () -> approve("production", new Author("amy", null), "a"));
        assertThat(own.getMessage(), containsString("needs the approval of another person for production: amy"));
        approve("production", BOB, "a");
        // nor is bob, who approved, the one who asks for the deployment
        assertRefused("needs the approval of another person", "bob");
        assertNull(champion("production"));
        build(Result.SUCCESS, "amy");
        assertEquals(Integer.valueOf(1), champion("production"));
    }

    @Test
    public void anApprovalIsForOneEnvironment() throws Exception {
        approve("staging", BOB, "a");
        deploy("a", "production");
        assertRefused("is not approved for production", "amy");
        deploy("a", "staging");
        build(Result.SUCCESS, "amy");
        deploy("a", "production2");
        assertRefused("is not approved for production2", "amy");
    }

    @Test
    public void anApprovalIsForThePackageThatWasLookedAt() throws Exception {
        Refusal other = assertThrows(Refusal.class, () -> approve("production", BOB, "b"));
        assertThat(other.getMessage(), containsString("is the package " + digest("a") + ", not " + digest("b")));
        approve("production", BOB, "a");
        deploy("b", "production"); // the next version is another package
        assertRefused("version 2 of approved is not approved for production", "amy");
    }

    @Test
    public void aRollbackEndsTheApprovalAndARerunDoesNotPromoteAgain() throws Exception {
        approve("production", BOB, "a");
        deploy("a", "production");
        build(Result.SUCCESS, "amy");
        job.setDefinition(new CpsFlowDefinition(script(packaging(MODEL, "b")), true));
        build(Result.SUCCESS, "amy");
        registry.approve(MODEL, "production", 2, digest("b"), BOB, null);
        deploy("b", "production");
        build(Result.SUCCESS, "amy");
        assertEquals(Integer.valueOf(2), champion("production"));
        registry.rollBack(MODEL, "production", registry.champion(MODEL, "production"), BOB, "too warm");
        assertEquals(Integer.valueOf(1), champion("production"));
        assertRefused("version 2 of approved is not approved for production", "amy");
        assertEquals(Integer.valueOf(1), champion("production"));
    }

    private void approve(String environment, Author author, String word) throws Exception {
        registry.approve(MODEL, environment, 1, digest(word), author, null);
    }

    private Integer champion(String environment) throws Exception {
        return registry.champion(MODEL, environment).version();
    }

    /** From now on builds deploy the package of that word. */
    private static void deploy(String word, String environment) throws Exception {
        job.setDefinition(new CpsFlowDefinition(
                script(packaging(MODEL, word)
                        + answer(deployed(MODEL, word, true, environment))
                        + "deployCanary(environment: '" + environment + "')\n"),
                true));
    }

    private static void assertRefused(String why, String user) throws Exception {
        WorkflowRun run = build(Result.FAILURE, user);
        jenkins.assertLogContains(why, run);
        jenkins.assertLogNotContains("fake engine: deploy-canary", run);
    }

    private static WorkflowRun build(Result expected, String user) throws Exception {
        try (ACLContext context = ACL.as2(User.getById(user, true).impersonate2())) {
            return jenkins.assertBuildStatus(expected, job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause())));
        }
    }

    private static String script(String steps) {
        return "node('agent') {\n" + steps + "\n}";
    }
}
