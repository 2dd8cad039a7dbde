package io.jenkins.plugins.cd4ml.trends;

import static org.junit.Assert.assertEquals;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.cd4ml.models.Shelf;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.ModelSettings;
import io.jenkins.plugins.cd4ml.registry.Models;
import io.jenkins.plugins.cd4ml.results.StageAction;
import io.jenkins.plugins.cd4ml.testing.Golden;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** Versions that took over, by canaries and by hand, where a chart marks them. */
public class ChampionMarksTest {
    private static final String MODEL = "seattle-weather";

    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    private static FreeStyleProject job;

    /** Build 1 registers version 1 and rolls it out; build 2 registers version 2, which people promote, take back and stage. */
    @BeforeClass
    public static void build() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .toEveryone()
                .grant(Item.READ)
                .onItems(jenkins.createFreeStyleProject("other"))
                .to("stranger"));
        job = jenkins.createFreeStyleProject("train");
        Shelf shelf = new Shelf(MODEL, "train");
        ModelRegistry registry = ModelRegistry.get();
        registry.create(MODEL, ModelSettings.ownedBy("train"), Shelf.AMY);
        add("package-model", 1);
        shelf.register(1);
        shelf.promote("production", 1, null);
        add("package-model", 2);
        shelf.register(2);
        Models.promote(registry, MODEL, "production", 2, 1, Shelf.AMY, "better on rain");
        add("package-model", 3);
        Models.rollBack(registry, MODEL, "production", 2, Shelf.AMY, "complaints");
        Models.promote(registry, MODEL, "staging", 2, null, Shelf.AMY, null);
    }

    private static void add(String stage, int number) throws Exception {
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
        StageAction action = Golden.attach(build, 10, "build-" + number, Golden.result(stage));
        assertEquals(MODEL, action.getModel());
    }

    private static List<String> marks(Run<?, ?>... builds) {
        ChampionMarks marks = new ChampionMarks(List.of(builds));
        for (int i = 0; i < builds.length; i++) {
            for (StageAction action : StageAction.all(builds[i])) {
                marks.add(i, action);
            }
        }
        List<String> words = new ArrayList<>();
        for (ChampionMark mark : marks.marks()) {
            words.add("%d: %d %s%s%s"
                    .formatted(
                            mark.build(),
                            mark.version(),
                            mark.environment(),
                            mark.back() ? " again" : "",
                            mark.by() == null ? "" : " by " + mark.by()));
        }
        return words;
    }

    @Test
    public void byCanariesStandAtTheirBuildAndByHandAtTheLastThatHadBegun() {
        assertEquals(
                List.of(
                        "0: 1 production",
                        "1: 2 production by amy",
                        "2: 1 production again by amy",
                        "2: 2 staging by amy"),
                marks(job.getBuildByNumber(1), job.getBuildByNumber(2), job.getBuildByNumber(3)));
    }

    @Test
    public void whatHappenedBeforeTheFirstBuildShownIsNotShown() {
        assertEquals(List.of("0: 1 production again by amy", "0: 2 staging by amy"), marks(job.getBuildByNumber(3)));
    }

    @Test
    public void aBuildThatTellsTheSameIsNotTwiceAMark() throws Exception {
        FreeStyleProject canary = jenkins.createFreeStyleProject("canary");
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(canary);
        StageAction action = Golden.attach(build, 10, "build-1", Golden.result("deploy-canary"));
        assertEquals((Integer) 2, action.getVersion());
        assertEquals("nobody's history knows it", List.of("0: 2 null"), marks(build));
    }

    @Test
    public void whoMayNotReadTheModelSeesWhatTheBuildsKept() {
        try (ACLContext stranger = ACL.as2(User.getById("stranger", true).impersonate2())) {
            Job<?, ?> known = job;
            assertEquals(List.of(), marks(known.getLastBuild()));
        }
    }
}
