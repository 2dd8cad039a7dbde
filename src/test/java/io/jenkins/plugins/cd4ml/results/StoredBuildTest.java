package io.jenkins.plugins.cd4ml.results;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import io.jenkins.cd4ml.protocol.Verdict;
import java.util.List;
import org.htmlunit.html.HtmlPage;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.recipes.LocalData;

/**
 * A build as release 1.0 stored it: its actions are those of a pipeline that a real Jenkins ran. Later releases add fields and
 * still read it. Of its results one is whole, one is gone, and one ends in the middle.
 */
public class StoredBuildTest {
    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Test
    @LocalData
    public void isReadAndShown() throws Exception {
        FreeStyleBuild build = jenkins.jenkins
                .getItemByFullName("weather", FreeStyleProject.class)
                .getBuildByNumber(2);
        List<StageAction> actions = build.getActions(StageAction.class);
        assertEquals(
                List.of("trainModel PASSED", "deployCanary PASSED", "checkDrift FAILED"),
                actions.stream()
                        .map(action -> action.getStep() + " " + action.getVerdict())
                        .toList());
        StageAction training = actions.get(0);
        assertThat(training.getSummary(), containsString("mlp [32] on 4 features: validation accuracy 0.92"));
        assertEquals(0.9226519337016574, training.getMetrics().get("accuracy"), 0);
        assertEquals(Verdict.PASSED, training.result().orElseThrow().verdict());
        assertEquals((Integer) 2, actions.get(1).getVersion());
        assertTrue(actions.get(1).result().isEmpty());
        assertTrue(actions.get(2).result().isEmpty());

        JenkinsRule.WebClient web = jenkins.createWebClient();
        web.getOptions().setJavaScriptEnabled(false);
        assertThat(web.getPage(build).asNormalizedText(), containsString("Training: \u2713 Trained"));
        for (StageAction action : actions) {
            HtmlPage page = web.getPage(build, action.getUrlName() + "/");
            assertThat(page.asNormalizedText(), containsString(action.getPage().getSentence()));
            boolean lost = !page.getHtmlElementById("cd4ml-lost").hasAttribute("hidden");
            assertEquals(action.result().isEmpty(), lost);
        }
    }
}
