package io.jenkins.plugins.cd4ml.publish;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;

import hudson.ExtensionList;
import hudson.model.FreeStyleBuild;
import hudson.model.TaskListener;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.plugins.cd4ml.results.CompletedStage;
import io.jenkins.plugins.cd4ml.results.StageAction;
import io.jenkins.plugins.cd4ml.results.StageListener;
import io.jenkins.plugins.cd4ml.testing.Golden;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.RealJenkinsRule;

/** A Jenkins that has neither junit nor checks-api. */
public class WithoutOptionalPluginsTest {
    @Rule
    public final RealJenkinsRule jenkins = new RealJenkinsRule().omitPlugins("junit", "checks-api", "matrix-project");

    @Test
    public void stagesEndAsEver() throws Throwable {
        String json = Golden.text("validate-model");
        jenkins.then(rule -> {
            check(rule, json);
        });
    }

    private static void check(JenkinsRule rule, String json) throws Exception {
        assertNotNull(rule.jenkins.getPluginManager().getPlugin("cd4ml"));
        assertNull(rule.jenkins.getPluginManager().getPlugin("junit"));
        assertNull(rule.jenkins.getPluginManager().getPlugin("checks-api"));
        assertEquals(
                List.of(),
                ExtensionList.lookup(StageListener.class).stream()
                        .filter(listener -> listener.getClass().getPackageName().endsWith(".publish"))
                        .toList());
        FreeStyleBuild build = rule.buildAndAssertSuccess(rule.createFreeStyleProject("weather"));
        StageResult result = Protocol.readResult(json);
        StageAction action = StageAction.of(build, "10", result.stage(), "build-1");
        action.complete(result);
        new CompletedStage(build, action, result, false, TaskListener.NULL).tell(List.of());
        assertEquals("FAILED", action.getVerdict());
    }
}
