package io.jenkins.plugins.cd4ml.execution;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import hudson.ExtensionList;
import hudson.slaves.DumbSlave;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** What is remembered of agents that were lost while a stage ran. */
public class LeftBehindTest {
    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    @Test
    public void agentsThatAreGoneForGoodAreForgotten() throws Exception {
        DumbSlave agent = jenkins.createSlave("cloudy", "cloudy", null);
        LeftBehind left = ExtensionList.lookupSingleton(LeftBehind.class);
        left.add("cloudy", "request-1");
        left.add("never-seen", "request-2");
        Path file = jenkins.jenkins.getRootDir().toPath().resolve(LeftBehind.class.getName() + ".xml");
        assertThat(Files.readString(file), containsString("request-1"));
        assertThat(Files.readString(file), not(containsString("request-2")));
        jenkins.jenkins.removeNode(agent);
        assertThat(Files.readString(file), not(containsString("request-1")));
    }
}
