package io.jenkins.plugins.cd4ml.webhook;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import hudson.ProxyConfiguration;
import hudson.model.Item;
import hudson.model.Label;
import hudson.model.Result;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.AccessDeniedException3;
import hudson.security.AuthorizationStrategy;
import hudson.security.SecurityRealm;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.jenkins.plugins.cd4ml.config.Cd4mlConfiguration;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.Models;
import io.jenkins.plugins.cd4ml.testing.Answers;
import io.jenkins.plugins.cd4ml.testing.FakeEngineSource;
import io.jenkins.plugins.cd4ml.testing.FakeModel;
import io.jenkins.plugins.cd4ml.testing.Pipelines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.TestExtension;

/** Events on their way to a real server. */
public class WebhookTest {
    private static final String SECRET = "wh1sper-it";

    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    /** In the engine's place. */
    @TestExtension
    public static final class Fake extends FakeEngineSource {}

    private record Received(String path, Headers headers, String body) {}

    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch go = new CountDownLatch(1);
    private HttpServer server;

    @BeforeClass
    public static void prepare() throws Exception {
        jenkins.createOnlineSlave(Label.get("agent"));
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "hook", null, Secret.fromString(SECRET)));
    }

    @Before
    public void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    @After
    public void stopServer() throws IOException {
        go.countDown();
        server.stop(0);
        threads.shutdownNow();
        Cd4mlConfiguration.get().setWebhook(null);
        jenkins.jenkins.setProxy(null);
    }

    @Test
    public void aFailedGateIsToldAndSigned() throws Exception {
        Cd4mlConfiguration.get().setWebhook(settings("hook"));
        jenkins.buildAndAssertStatus(
                Result.FAILURE,
                Pipelines.job(
                        jenkins,
                        "gate",
                        Pipelines.fake(Answers.validation("FAILED", "accuracy is 0.5"), "", "validateModel()")));
        Received event = next();
        JsonNode told = new ObjectMapper().readTree(event.body());
        assertEquals("gate.failed", told.get("event").asText());
        assertEquals("weather", told.get("model").asText());
        assertEquals("accuracy is 0.5", told.get("summary").asText());
        assertEquals("accuracy >= 0.75", told.get("failed").get(0).asText());
        assertEquals("gate", told.get("build").get("job").asText());
        assertEquals(1, told.get("build").get("number").asInt());
        assertThat(told.get("build").get("url").asText(), containsString("/job/gate/1/cd4ml-"));
        assertEquals("gate.failed", event.headers().getFirst("X-Cd4ml-Event"));
        String delivery = told.get("delivery").asText();
        assertEquals(delivery, event.headers().getFirst("X-Cd4ml-Delivery"));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signed = delivery + "." + event.headers().getFirst("X-Cd4ml-Timestamp") + "." + event.body();
        assertEquals(
                "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))),
                event.headers().getFirst("X-Cd4ml-Signature"));
    }

    @Test
    public void aGateThatCouldNotDecideIsAnEventOfItsOwn() throws Exception {
        Cd4mlConfiguration.get().setWebhook(settings(null));
        jenkins.buildAndAssertStatus(
                Result.FAILURE,
                Pipelines.job(
                        jenkins,
                        "unsure",
                        Pipelines.fake(
                                FakeModel.validated("weather", "a", "INCONCLUSIVE", ""), "", "validateModel()")));
        JsonNode told = new ObjectMapper().readTree(next().body());
        assertEquals("gate.inconclusive", told.get("event").asText());
        assertEquals("weather", told.get("model").asText());
        assertEquals("accuracy >= 0.75", told.get("failed").get(0).asText());
    }

    @Test
    public void newVersionsAndWhatPeopleDoAreTold() throws Exception {
        Cd4mlConfiguration.get().setWebhook(settings(null));
        ModelRegistry registry = ModelRegistry.get();
        int first = Models.register(registry, "told", "one", Models.build("train", 7));
        int second = Models.register(registry, "told", "two", Models.build("train", 8));
        Models.promote(registry, "told", "production", first, null, Models.AMY, null);
        Models.promote(registry, "told", "production", second, first, Models.build("train", 8), "by a canary");
        Models.rollBack(registry, "told", "production", second, Models.AMY, "it was slow");
        Map<String, JsonNode> told = new TreeMap<>();
        for (int i = 0; i < 4; i++) {
            JsonNode event = new ObjectMapper().readTree(next().body());
            told.put(event.get("event").asText() + " " + event.get("version").asInt(), event);
        }
        assertEquals(
                "what a canary does is told by its stage",
                Set.of("version.registered 1", "version.registered 2", "version.promoted 1", "version.rolledBack 1"),
                told.keySet());
        assertEquals(
                8, told.get("version.registered 2").get("build").get("number").asInt());
        JsonNode back = told.get("version.rolledBack 1");
        assertEquals("amy", back.get("actor").asText());
        assertEquals("production", back.get("environment").asText());
        assertEquals("it was slow", back.get("summary").asText());
    }

    @Test
    public void whatPassesIsNotTold() throws Exception {
        Cd4mlConfiguration.get().setWebhook(settings(null));
        jenkins.buildAndAssertSuccess(Pipelines.job(
                jenkins, "pass", Pipelines.fake(Answers.validation("PASSED", "fine"), "", "validateModel()")));
        assertNull(received.poll());
        awaitWaiting(0);
    }

    @Test
    public void aServerInTroubleIsAskedAgain() throws Exception {
        answers.add(503);
        Deliveries.get().send(settings(null), WebhookEvent.test(), null);
        Received first = next();
        Received second = next();
        assertEquals(first.body(), second.body());
        assertEquals(
                first.headers().getFirst("X-Cd4ml-Delivery"), second.headers().getFirst("X-Cd4ml-Delivery"));
        assertNull(first.headers().getFirst("X-Cd4ml-Signature"));
    }

    @Test
    public void jenkinsProxyIsUsed() throws Exception {
        jenkins.jenkins.setProxy(
                new ProxyConfiguration("127.0.0.1", server.getAddress().getPort()));
        Deliveries.get().send(new WebhookSettings("http://hooks.invalid/there"), WebhookEvent.test(), null);
        assertEquals("http://hooks.invalid/there", next().path());
    }

    /** The slow ones get their answer at the very end: nothing else may wait for it. */
    @Test
    public void aSlowWebhookDelaysNoOtherFolder() throws Exception {
        Folder slow = jenkins.createProject(Folder.class, "slow");
        for (int i = 0; i < 5; i++) {
            WorkflowJob job = slow.createProject(WorkflowJob.class, "job" + i);
            Deliveries.get().send(new WebhookSettings(address("/slow")), WebhookEvent.test(), job);
        }
        Folder quick = jenkins.createProject(Folder.class, "quick");
        WorkflowJob job = quick.createProject(WorkflowJob.class, "job");
        Deliveries.get().send(new WebhookSettings(address("/hook")), WebhookEvent.test(), job);
        assertEquals("/hook", next().path());
        awaitWaiting(5);
        go.countDown();
        for (int i = 0; i < 5; i++) {
            assertEquals("/slow", next().path());
        }
    }

    /** A folder that floods its webhook loses its own events alone. */
    @Test
    public void aFloodOfOneFolderDropsNothingOfAnother() throws Exception {
        Folder flood = jenkins.createProject(Folder.class, "flood");
        WorkflowJob loud = flood.createProject(WorkflowJob.class, "loud");
        for (int i = 0; i < 300; i++) {
            Deliveries.get().send(new WebhookSettings(address("/slow")), WebhookEvent.test(), loud);
        }
        awaitWaiting(200); // the others are dropped
        WorkflowJob other = jenkins.createProject(WorkflowJob.class, "other");
        WebhookEvent event = WebhookEvent.test();
        Deliveries.get().send(new WebhookSettings(address("/slow")), event, other);
        awaitWaiting(201); // not even with the same address
        go.countDown();
        boolean arrived = false;
        for (int i = 0; i < 201; i++) {
            arrived |= next().headers().getFirst("X-Cd4ml-Delivery").equals(event.delivery());
        }
        assertTrue(arrived);
    }

    /** An answer whose body never ends holds nothing: the status is all that counts. */
    @Test
    public void aBodyWithoutEndIsNotWaitedFor() throws Exception {
        WebhookSettings.DescriptorImpl descriptor =
                Jenkins.get().getDescriptorByType(WebhookSettings.DescriptorImpl.class);
        assertResult(FormValidation.Kind.OK, "HTTP 200", descriptor.doTest(null, address("/endless"), ""));
    }

    /** Otherwise who may configure a job alone could have the controller call addresses with the folder's secrets. */
    @Test
    public void onlyWhoMayConfigureTheFolderItselfTests() throws Exception {
        Folder folder = jenkins.createProject(Folder.class, "guarded");
        WorkflowJob job = folder.createProject(WorkflowJob.class, "job");
        WorkflowJob alone = jenkins.createProject(WorkflowJob.class, "alone");
        boolean managers = Jenkins.MANAGE.getEnabled();
        Jenkins.MANAGE.setEnabled(true);
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .toEveryone()
                .grant(Item.CONFIGURE)
                .onItems(job, alone)
                .to("developer")
                .grant(Item.CONFIGURE)
                .onItems(folder)
                .to("owner")
                .grant(Jenkins.MANAGE)
                .everywhere()
                .to("manager")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
        try {
            assertTrue(may("owner", folder));
            assertTrue("the folder is what counts", may("owner", job));
            assertTrue(may("admin", null) && may("admin", folder));
            assertFalse(may("developer", job) || may("developer", folder));
            assertFalse("a job outside folders is Jenkins' own", may("developer", alone));
            assertFalse("secrets are for administrators", may("manager", null) || may("manager", folder));
            assertNull("the others send nothing", received.poll());
        } finally {
            jenkins.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
            jenkins.jenkins.setSecurityRealm(SecurityRealm.NO_AUTHENTICATION);
            Jenkins.MANAGE.setEnabled(managers);
        }
    }

    private boolean may(String user, Item item) throws Exception {
        WebhookSettings.DescriptorImpl descriptor =
                Jenkins.get().getDescriptorByType(WebhookSettings.DescriptorImpl.class);
        try (ACLContext as = ACL.as2(User.getById(user, true).impersonate2())) {
            assertResult(FormValidation.Kind.OK, "HTTP 200", descriptor.doTest(item, address("/hook"), ""));
            next();
            return true;
        } catch (AccessDeniedException3 e) {
            return false;
        }
    }

    @Test
    public void theTestButtonSaysWhatCameBack() throws Exception {
        WebhookSettings.DescriptorImpl descriptor =
                Jenkins.get().getDescriptorByType(WebhookSettings.DescriptorImpl.class);
        String url = settings(null).getUrl();
        assertResult(FormValidation.Kind.OK, "HTTP 200", descriptor.doTest(null, url, "hook"));
        assertNotNull(next().headers().getFirst("X-Cd4ml-Signature"));
        answers.add(404);
        assertResult(FormValidation.Kind.ERROR, "HTTP 404", descriptor.doTest(null, url, ""));
        assertResult(FormValidation.Kind.ERROR, "begins with https://", descriptor.doTest(null, "file:///etc", ""));
        assertResult(FormValidation.Kind.ERROR, "secret", descriptor.doTest(null, url, "nobody"));
        server.stop(0);
        assertResult(FormValidation.Kind.ERROR, "cannot be reached", descriptor.doTest(null, url, ""));
    }

    private static void assertResult(FormValidation.Kind kind, String part, FormValidation result) {
        assertEquals(result.getMessage(), kind, result.kind);
        assertThat(result.getMessage(), containsString(part));
    }

    private WebhookSettings settings(String secret) {
        WebhookSettings settings = new WebhookSettings(address("/hook"));
        settings.setSecretId(secret);
        return settings;
    }

    /** What earlier tests sent may still be on its way. */
    private static void awaitWaiting(int events) {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
        while (Deliveries.get().waiting() != events && System.nanoTime() < end) {
            Thread.yield();
        }
        assertEquals(events, Deliveries.get().waiting());
    }

    private String address(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private Received next() throws InterruptedException {
        Received event = received.poll(10, TimeUnit.MINUTES);
        assertNotNull("an event, unless something hangs", event);
        return event;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Integer status = answers.poll();
        if (exchange.getRequestURI().getPath().equals("/slow")) {
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        received.add(new Received(exchange.getRequestURI().toString(), exchange.getRequestHeaders(), body));
        if (exchange.getRequestURI().getPath().equals("/endless")) {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('a');
            exchange.getResponseBody().flush();
            return; // the rest never comes
        }
        exchange.sendResponseHeaders(status == null ? 200 : status, -1);
        exchange.close();
    }
}
