package io.jenkins.plugins.cd4ml.registry;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.AccessDeniedException3;
import java.util.List;
import java.util.function.BooleanSupplier;
import jenkins.model.Jenkins;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockFolder;

/** Who sees a model and what they may do with it; what becomes of that when jobs move and go. */
public class ModelAccessTest {
    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    private final ModelRegistry registry = ModelRegistry.get();

    @Before
    public void secure() {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
    }

    @Test
    public void seesWhoMayReadOneOfItsJobs() throws Exception {
        MockFolder team = jenkins.createFolder("team");
        FreeStyleProject train = team.createProject(FreeStyleProject.class, "train");
        jenkins.createFreeStyleProject("elsewhere");
        registry.create("seen", ModelSettings.ownedBy("team/train"), Models.AMY);
        ModelSummary model = registry.model("seen").orElseThrow();
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ)
                .everywhere()
                .toEveryone()
                .grant(Item.READ)
                .onItems(team, train)
                .to("reader", "promoter")
                .grant(Item.READ)
                .onItems(jenkins.jenkins.getItem("elsewhere"))
                .to("stranger")
                .grant(ModelPermissions.PROMOTE)
                .onItems(train)
                .to("promoter")
                .grant(ModelPermissions.APPROVE)
                .everywhere()
                .to("stranger", "approver"));
        assertTrue(as("admin", () -> ModelAccess.mayRead(model)));
        assertTrue(as("reader", () -> ModelAccess.mayRead(model)));
        assertFalse(as("stranger", () -> ModelAccess.mayRead(model)));
        assertTrue(as("admin", () -> ModelAccess.may(ModelPermissions.CONFIGURE, model)));
        assertTrue(as("promoter", () -> ModelAccess.may(ModelPermissions.PROMOTE, model)));
        assertFalse(as("promoter", () -> ModelAccess.may(ModelPermissions.APPROVE, model)));
        assertFalse(as("reader", () -> ModelAccess.may(ModelPermissions.PROMOTE, model)));
        assertFalse(
                "not what one does not see", as("stranger", () -> ModelAccess.may(ModelPermissions.APPROVE, model)));
        try (ACLContext reader = ACL.as2(User.getById("reader", true).impersonate2())) {
            assertThrows(AccessDeniedException3.class, () -> ModelAccess.check(ModelPermissions.PROMOTE, model));
        }
        registry.configure("seen", before -> before.withJobs(List.of("gone")), Models.AMY, null);
        ModelSummary orphan = registry.model("seen").orElseThrow();
        assertFalse(as("reader", () -> ModelAccess.mayRead(orphan)));
        assertTrue(as("admin", () -> ModelAccess.mayRead(orphan)));
    }

    @Test
    public void rightsMoveWithJobsAndFoldersAndEndWithThem() throws Exception {
        MockFolder old = jenkins.createFolder("old");
        FreeStyleProject train = old.createProject(FreeStyleProject.class, "train");
        MockFolder other = jenkins.createFolder("other");
        registry.create("moved", ModelSettings.ownedBy("old/train").withReaders(List.of("old")), Models.AMY);
        old.renameTo("new");
        assertEquals(List.of("new/train"), settings().jobs());
        assertEquals(List.of("new"), settings().readers());
        hudson.model.Items.move(train, other);
        assertEquals(List.of("other/train"), settings().jobs());
        train.renameTo("fit");
        assertEquals(List.of("other/fit"), settings().jobs());
        train.delete();
        assertEquals(List.of(), settings().jobs());
        String reason = registry.history("moved")
                .get(registry.history("moved").size() - 1)
                .reason();
        assertEquals("jobs -other/fit; deleted other/fit", reason);
    }

    private ModelSettings settings() throws Exception {
        return registry.model("moved").orElseThrow().settings();
    }

    private static boolean as(String user, BooleanSupplier question) {
        try (ACLContext context = ACL.as2(User.getById(user, true).impersonate2())) {
            return question.getAsBoolean();
        }
    }
}
