package io.jenkins.plugins.cd4ml.models;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.Models;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** The forms that pages show in dialogs, as they come from the server: what keyboards and screen readers need of them. */
public class ModelFormsTest {
    private static final String MODEL = "models/model/weather/";

    /** Every form, with whether it wants a reason. */
    private static final Map<String, Boolean> FORMS = new TreeMap<>(Map.of(
            MODEL + "configure", false,
            MODEL + "delete", true,
            MODEL + "rollback?environment=production", true,
            MODEL + "2/promote", false,
            MODEL + "1/approve", false,
            MODEL + "2/withdraw", true,
            MODEL + "1/delete", true));

    private static final String FIELDS = ".//*[self::input[not(@type='hidden')] or self::select or self::textarea]";

    /** What the script takes from a form's page: the form, or the sentence that says why there is none. */
    private static final String SHOWN = "//form[contains(@class, 'cd4ml-form')]"
            + " | //*[contains(@class, 'cd4ml')]//p[contains(@class, 'cd4ml-empty')]";

    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    @BeforeClass
    public static void create() throws Exception {
        jenkins.createFreeStyleProject("train");
        Shelf shelf = new Shelf("weather", "train");
        shelf.register(1);
        shelf.register(2);
        shelf.promote("production", 1, null);
        shelf.promote("production", 2, 1);
        shelf.promote("staging", 1, null);
        shelf.configure(List.of("train"), List.of("shadow"), "");
        Models.approve(ModelRegistry.get(), "weather", "shadow", 2, Shelf.AMY, null);
    }

    private static HtmlPage open(String path) throws Exception {
        JenkinsRule.WebClient web = jenkins.createWebClient();
        web.getOptions().setJavaScriptEnabled(false);
        return web.goTo(path);
    }

    /** The script takes the page's only such form into its dialog, and the page's title for the dialog's. */
    private static HtmlForm form(HtmlPage page) {
        List<HtmlForm> forms = page.getByXPath("//*[contains(@class, 'cd4ml')]//form[contains(@class, 'cd4ml-form')]");
        assertEquals(page.getUrl().getPath(), 1, forms.size());
        DomElement title = page.getFirstByXPath("//*[contains(@class, 'jenkins-app-bar')]//h1");
        assertThat(title.getTextContent().strip(), not(""));
        return forms.get(0);
    }

    /** What a screen reader reads: the attribute, or else the label around the field. */
    private static String accessibleName(DomElement field) {
        DomElement label = field.getFirstByXPath("./ancestor::label");
        return label == null || field.hasAttribute("aria-label")
                ? field.getAttribute("aria-label")
                : label.getTextContent().strip();
    }

    @Test
    public void everyFieldHasANameAndFollowsTheOrderOfReading() throws Exception {
        for (String path : FORMS.keySet()) {
            HtmlForm form = form(open(path));
            assertEquals(path, "post", form.getMethodAttribute());
            List<DomElement> fields = form.getByXPath(FIELDS);
            assertFalse(path, fields.isEmpty());
            for (DomElement field : fields) {
                assertThat(path + " " + field, accessibleName(field), not(""));
                assertFalse(path + " " + field, field.hasAttribute("tabindex"));
                assertFalse(path + " " + field, field.hasAttribute("autofocus"));
            }
            List<DomElement> stops = form.getByXPath(FIELDS + " | .//button | .//a[@data-cd4ml-cancel]");
            assertEquals(path, "Submit", stops.get(stops.size() - 2).getAttribute("name"));
            assertTrue(path, stops.get(stops.size() - 1).hasAttribute("data-cd4ml-cancel"));
            assertEquals("buttons stand behind all fields of " + path, fields.size() + 2, stops.size());
        }
    }

    @Test
    public void whatTakesAwayWantsAReasonAndLooksLikeIt() throws Exception {
        for (Map.Entry<String, Boolean> entry : FORMS.entrySet()) {
            HtmlForm form = form(open(entry.getKey()));
            DomElement reason = form.getFirstByXPath(".//input[@name='reason']");
            assertEquals(entry.getKey(), entry.getValue(), reason.hasAttribute("required"));
            DomElement submit = form.getFirstByXPath(".//button[@name='Submit']");
            assertThat(submit.getTextContent().strip(), not(""));
        }
    }

    @Test
    public void buttonsThatOpenADialogAreLinksToTheFormsPage() throws Exception {
        for (String path : List.of(MODEL, MODEL + "1/", MODEL + "2/")) {
            HtmlPage page = open(path);
            List<DomElement> buttons = page.getByXPath("//*[@data-cd4ml-dialog]");
            assertFalse(path, buttons.isEmpty());
            for (DomElement button : buttons) {
                assertEquals("a", button.getTagName());
                assertThat(button.getTextContent().strip(), not(""));
                String target = button.getAttribute("href").substring(jenkins.contextPath.length() + 1);
                assertEquals(target, 1, open(target).getByXPath(SHOWN).size());
            }
        }
        List<DomElement> stops = open(MODEL + "1/").getByXPath("//a[@data-cd4ml-dialog] | //*[@id='cd4ml-version']//a");
        assertThat("actions come before the page's content", stops.size(), not(0));
        assertThat(lastButton(stops), lessThan(firstOther(stops)));
    }

    private static int lastButton(List<DomElement> stops) {
        int last = -1;
        for (int i = 0; i < stops.size(); i++) {
            last = stops.get(i).hasAttribute("data-cd4ml-dialog") ? i : last;
        }
        return last;
    }

    private static int firstOther(List<DomElement> stops) {
        int first = 0;
        while (stops.get(first).hasAttribute("data-cd4ml-dialog")) {
            first++;
        }
        return first;
    }
}
