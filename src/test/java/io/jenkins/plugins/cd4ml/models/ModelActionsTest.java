package io.jenkins.plugins.cd4ml.models;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.model.FreeStyleProject;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.ModelSummary;
import java.util.List;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** What can be done with a model, by the pages of the forms alone, as without scripts. */
public class ModelActionsTest {
    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    @BeforeClass
    public static void create() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("train");
        job.setDescription("named by models");
    }

    private static HtmlPage open(String path) throws Exception {
        JenkinsRule.WebClient web = jenkins.createWebClient();
        web.getOptions().setJavaScriptEnabled(false);
        web.getOptions().setThrowExceptionOnFailingStatusCode(false);
        return web.goTo(path);
    }

    private static HtmlPage send(HtmlForm form) throws Exception {
        return form.getButtonByName("Submit").click();
    }

    private static String main(HtmlPage page) {
        DomNode panel = page.getFirstByXPath("//*[@id='main-panel']");
        return panel.getTextContent().replaceAll("\\s+", " ");
    }

    private static ModelSummary model(String name) throws Exception {
        return ModelRegistry.get().model(name).orElseThrow();
    }

    private static HistoryEntry last(String name) throws Exception {
        List<HistoryEntry> history = ModelRegistry.get().history(name);
        return history.get(history.size() - 1);
    }

    @Test
    public void promotesAndRollsBackWithAReason() throws Exception {
        Shelf shelf = new Shelf("promoted", "train");
        shelf.register(1);
        shelf.register(2);
        HtmlForm first = open("models/model/promoted/1/promote").getFormByName("promote");
        assertEquals("production", first.getInputByName("environment").getValue());
        HtmlPage done = send(first);
        assertThat(main(done), containsString("Serves in production"));
        HtmlForm second = open("models/model/promoted/2/promote").getFormByName("promote");
        second.getInputByName("reason").setValue("better on rain");
        send(second);
        assertEquals(2, model("promoted").champion("production").version());
        assertEquals("better on rain", last("promoted").reason());
        HtmlForm back =
                open("models/model/promoted/rollback?environment=production").getFormByName("rollback");
        HtmlPage refused = send(back);
        assertThat(main(refused), containsString("Write a reason"));
        HtmlForm again = refused.getFormByName("rollback");
        again.getInputByName("reason").setValue("complaints");
        assertThat(main(send(again)), containsString("Version 1 in production"));
        assertEquals(HistoryEntry.Action.ROLLBACK, last("promoted").action());
        assertThat(
                main(open("models/model/promoted/rollback?environment=production")),
                containsString("There is no earlier version to go back to."));
        HtmlForm other = open("models/model/promoted/2/promote").getFormByName("promote");
        other.getInputByName("other").setValue("staging");
        send(other);
        assertEquals(2, model("promoted").champion("staging").version());
    }

    @Test
    public void ofTwoPromotionsOneWinsAndTheOtherIsTold() throws Exception {
        Shelf shelf = new Shelf("contested", "train");
        shelf.register(1);
        shelf.register(2);
        shelf.register(3);
        shelf.promote("production", 1, null);
        HtmlForm slow = open("models/model/contested/2/promote").getFormByName("promote");
        slow.getInputByName("reason").setValue("looks good");
        shelf.promote("production", 3, 1);
        HtmlPage refused = send(slow);
        assertEquals(409, refused.getWebResponse().getStatusCode());
        assertThat(main(refused), containsString("Meanwhile train #3 made version 3 the champion of production"));
        assertEquals(3, model("contested").champion("production").version());
        HtmlForm informed = refused.getFormByName("promote");
        assertEquals("looks good", informed.getInputByName("reason").getValue());
        send(informed);
        assertEquals(2, model("contested").champion("production").version());
    }

    @Test
    public void approvalOpensAnEnvironmentAndItsWithdrawalClosesIt() throws Exception {
        Shelf shelf = new Shelf("guarded", "train");
        shelf.register(1);
        shelf.configure(List.of("train"), List.of("production"), "");
        HtmlForm early = open("models/model/guarded/1/promote").getFormByName("promote");
        assertTrue(early.getSelectByName("environment").getOption(0).isDisabled());
        HtmlForm approve = open("models/model/guarded/1/approve").getFormByName("approve");
        approve.getInputByName("reason").setValue("looked at the slices");
        send(approve);
        assertTrue(model("guarded").state().isApproved(1, "production"));
        assertThat(main(open("models/model/guarded/1/approve")), containsString("waits for an approval"));
        HtmlForm withdraw = open("models/model/guarded/1/withdraw").getFormByName("withdraw");
        withdraw.getInputByName("reason").setValue("wrong data");
        send(withdraw);
        assertThat(model("guarded").state().isApproved(1, "production"), is(false));
        assertEquals("wrong data", last("guarded").reason());
    }

    @Test
    public void ofTwoChangesOfSettingsNoneIsLost() throws Exception {
        Shelf shelf = new Shelf("shared", "train");
        shelf.register(1);
        HtmlForm slow = open("models/model/shared/configure").getFormByName("configure");
        slow.getTextAreaByName("description").setText("Ann's words");
        shelf.configure(List.of("train"), List.of("production"), "");
        HtmlPage refused = send(slow);
        assertEquals(409, refused.getWebResponse().getStatusCode());
        assertThat(main(refused), containsString("Somebody has changed these settings"));
        assertEquals(List.of("production"), model("shared").settings().approvals());
        assertEquals("", model("shared").settings().description());
        HtmlForm again = open("models/model/shared/configure").getFormByName("configure");
        again.getTextAreaByName("jobs").setText("/train");
        send(again);
        assertEquals(
                "as builds are named",
                List.of("train"),
                model("shared").settings().jobs());
    }

    @Test
    public void settingsNameJobsThatAreThere() throws Exception {
        HtmlForm create = open("models/create").getFormByName("create");
        create.getInputByName("name").setValue("fresh");
        create.getTextAreaByName("jobs").setText("train\nnowhere/job");
        HtmlPage refused = send(create);
        assertThat(main(refused), containsString("There is no job or folder 'nowhere/job' that you may read"));
        HtmlForm again = refused.getFormByName("create");
        assertEquals(
                "train\nnowhere/job", again.getTextAreaByName("jobs").getText().replace("\r", ""));
        again.getTextAreaByName("jobs").setText("train");
        send(again);
        assertEquals(List.of("train"), model("fresh").settings().jobs());
        HtmlForm bad = open("models/create").getFormByName("create");
        bad.getInputByName("name").setValue("../etc");
        assertThat(main(send(bad)), containsString("'../etc' is no name of a model"));
        HtmlForm configure = open("models/model/fresh/configure").getFormByName("configure");
        configure.getTextAreaByName("description").setText("Tells rain from sun.");
        configure.getTextAreaByName("approvals").setText("production\n\nstaging\n");
        send(configure);
        assertEquals(List.of("production", "staging"), model("fresh").settings().approvals());
        assertThat(main(open("models/model/fresh/")), containsString("Not deployed"));
        HtmlForm wrong = open("models/model/fresh/configure").getFormByName("configure");
        wrong.getTextAreaByName("approvals").setText("No Such Name");
        assertThat(main(send(wrong)), containsString("'No Such Name' is no name of an alias"));
    }

    @Test
    public void deletesWhatServesNowhereAndThenAll() throws Exception {
        Shelf shelf = new Shelf("gone", "train");
        shelf.register(1);
        shelf.register(2);
        shelf.promote("production", 2, null);
        HtmlForm serving = open("models/model/gone/2/delete").getFormByName("delete");
        serving.getInputByName("reason").setValue("old");
        assertThat(main(send(serving)), containsString("version 2 of gone serves in production"));
        HtmlForm idle = open("models/model/gone/1/delete").getFormByName("delete");
        idle.getInputByName("reason").setValue("old");
        send(idle);
        assertEquals(1, model("gone").versionCount());
        assertEquals(404, open("models/model/gone/1/").getWebResponse().getStatusCode());
        HtmlForm all = open("models/model/gone/delete").getFormByName("delete");
        all.getInputByName("reason").setValue("nobody uses it");
        send(all);
        assertTrue(ModelRegistry.get().model("gone").isEmpty());
    }

    @Test
    public void everyFieldHasHelp() throws Exception {
        new Shelf("helped", "train").register(1);
        for (String path : List.of(
                "models/create",
                "models/model/helped/configure",
                "models/model/helped/1/promote",
                "models/model/helped/at/",
                "models/model/helped/delete")) {
            HtmlPage page = open(path);
            List<DomNode> items = page.getByXPath("//*[@id='main-panel']//*[contains(@class, 'jenkins-form-item')]");
            assertThat(path, items.isEmpty(), is(false));
            for (DomNode item : items) {
                List<DomNode> help = item.getByXPath(".//*[@helpURL]");
                assertEquals(path + ": " + item.getTextContent(), 1, help.size());
                String url = help.get(0).getAttributes().getNamedItem("helpURL").getNodeValue();
                assertEquals(
                        url,
                        200,
                        jenkins.createWebClient()
                                .goTo(url.replaceFirst("^/[^/]+/", ""), null)
                                .getWebResponse()
                                .getStatusCode());
            }
        }
    }
}
