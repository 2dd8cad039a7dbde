package io.jenkins.plugins.cd4ml.models;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.model.FreeStyleProject;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.plugins.cd4ml.registry.EnvironmentRule;
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
        assertEquals(
                "sha256:" + Shelf.digest('a', 2),
                second.getInputByName("digest").getValue());
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
    public void theUnjudgedIsPromotedByAPersonWithAReasonAlone() throws Exception {
        Shelf shelf = new Shelf("unjudged", "train");
        shelf.register(1);
        ModelRegistry.get().judge("unjudged", List.of(shelf.failed(1)));
        assertThat(main(open("models/model/unjudged/1/")), containsString("Did not pass its validation"));
        HtmlPage page = open("models/model/unjudged/1/promote");
        assertThat(main(page), containsString("holds no passed validation"));
        HtmlPage refused = send(page.getFormByName("promote"));
        assertThat(main(refused), containsString("To promote it all the same, give a reason"));
        HtmlForm again = refused.getFormByName("promote");
        again.getInputByName("reason").setValue("the old one crashes");
        HtmlPage done = send(again);
        assertThat(main(done), containsString("Serves in production"));
        assertThat(main(done), containsString("the old one crashes (although the validation of train #1"));
        assertThat(main(done), containsString("Its record holds no passed validation"));
    }

    @Test
    public void approvalAndPromotionAreForThePackageThatTheFormShowed() throws Exception {
        Shelf shelf = new Shelf("bound", "train");
        shelf.register(1);
        HtmlForm promote = open("models/model/bound/1/promote").getFormByName("promote");
        shelf.configure(List.of("train"), List.of("production"), "");
        HtmlForm approve = open("models/model/bound/1/approve").getFormByName("approve");
        ModelRegistry.get().delete("bound", Shelf.AMY, "made again");
        new Shelf("bound", "train").register(2);
        shelf.configure(List.of("train"), List.of("production"), "");
        HtmlPage refused = send(approve);
        assertEquals(409, refused.getWebResponse().getStatusCode());
        assertThat(main(refused), containsString("load the page again and look at that version"));
        assertThat(main(send(promote)), containsString("load the page again and look at that version"));
        assertThat(model("bound").approvals(1).isEmpty(), is(true));
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
        assertThat(main(refused), containsString("Another user has changed these settings"));
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
        configure.getInputByName("rule.0.environment").setValue("production");
        configure.getInputByName("rule.0.approval").setChecked(true);
        configure.getInputByName("rule.0.otherApprover").setChecked(true);
        configure.getTextAreaByName("rule.0.gates").setText("accuracy >= 0.75\n\nrecall >= 0.5\n");
        configure.getTextAreaByName("rule.0.approvers").setText("carol");
        send(configure);
        EnvironmentRule rule = new EnvironmentRule(
                "production", true, List.of("accuracy >= 0.75", "recall >= 0.5"), false, true, true, List.of("carol"));
        assertEquals(List.of(rule), model("fresh").settings().rules());
        HtmlForm more = open("models/model/fresh/configure").getFormByName("configure");
        assertEquals("production", more.getInputByName("rule.0.environment").getValue());
        more.getInputByName("rule.1.environment").setValue("*");
        more.getInputByName("rule.1.requireVerdict").setChecked(false);
        more.getInputByName("rule.1.requireCanary").setChecked(true);
        send(more);
        EnvironmentRule others = new EnvironmentRule("*", false, List.of(), true, false, false, List.of());
        assertEquals(List.of(others, rule), model("fresh").settings().rules());
        assertThat(last("fresh").reason(), containsString("rules +* (no verdict, canary)"));
        assertThat(main(open("models/model/fresh/")), containsString("Not deployed"));
        HtmlForm wrong = open("models/model/fresh/configure").getFormByName("configure");
        wrong.getInputByName("rule.2.environment").setValue("No Such Name");
        HtmlPage told = send(wrong);
        assertThat(main(told), containsString("'No Such Name' is no name of an alias"));
        assertEquals(
                "No Such Name",
                told.getFormByName("configure")
                        .getInputByName("rule.2.environment")
                        .getValue());
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
