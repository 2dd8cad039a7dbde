package io.jenkins.cd4ml.deploy.router;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.registry.Decision;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.Test;

/** Promotions that the registry of a Jenkins controller has yet to hear of. */
public class ProposalTest extends RolloutFixture {
    private static final ProcessIdentity DEAD = new ProcessIdentity(1, "of another boot");

    private String canary;

    private Path result() {
        return temporary.getRoot().toPath().resolve("deploy-canary.result.json");
    }

    /** Version 2 serves in place of version 1, by a driver that lives or not. */
    private void propose(ProcessIdentity driver) throws Exception {
        rollout.champion(version("1"), "first");
        canary = rollout.canary(version("2"), "X-Key");
        rollout.propose(canary, new Proposal.Driver(driver, "r2", result().toString()));
        assertServes("2");
        assertTrue("the one before waits", retired.isEmpty());
    }

    private void assertServes(String version) {
        assertEquals(version, rollout.routes().champion().version().version());
        assertNull(rollout.routes().candidate());
    }

    /** What the router does ten times a second. */
    private void look() throws Exception {
        new Proposals(rollout, folder).look();
    }

    private void result(Verdict verdict) throws Exception {
        try (InputStream golden = ProposalTest.class.getResourceAsStream("/golden/deploy-canary.result.json")) {
            String passed = new String(golden.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(
                    result(),
                    passed.replace("\"verdict\": \"PASSED\"", "\"verdict\": \"" + verdict + "\"")
                            .replaceFirst("\"summary\": \"[^\"]*\"", "\"summary\": \"stopped on request\""));
        }
    }

    private void decision(String run, boolean promoted, String reason) throws Exception {
        Files.writeString(folder.decision(), Protocol.write(new Decision(run, promoted, reason)));
    }

    @Test
    public void driverThatDiesBeforeItsResultTakesItsVersionWithIt() throws Exception {
        propose(DEAD);
        look();
        assertServes("1");
        assertEquals(List.of("2"), retired);
        assertEquals("rolled-back", rollout.ending().outcome());
        assertEquals(
                "the driver (pid 1) died before it had a result",
                rollout.ending().reason());
        assertNull(rollout.routes().proposal());
    }

    @Test
    public void nothingHappensWhileTheDriverLives() throws Exception {
        propose(ProcessIdentity.current());
        look();
        decision("another-run", false, "of another deployment");
        look();
        Files.writeString(folder.decision(), "{\"run\": \"r2\", \"prom");
        look();
        assertServes("2");
        assertEquals(canary, rollout.routes().proposal().canary());
    }

    @Test
    public void driverThatFailsAfterItsCanaryTakesItsVersionWithIt() throws Exception {
        propose(ProcessIdentity.current());
        result(Verdict.FAULT);
        look();
        assertServes("1");
        assertEquals(
                "the deployment failed after its canary: stopped on request",
                rollout.ending().reason());
    }

    @Test
    public void afterTheResultTheRegistryAloneDecides() throws Exception {
        propose(DEAD);
        result(Verdict.PASSED);
        look();
        assertTrue(rollout.routes().proposal().reported());
        Files.delete(result());
        look();
        assertServes("2");
        decision("r2", true, null);
        look();
        assertServes("2");
        assertNull(rollout.routes().proposal());
        assertEquals(List.of("1"), retired);
        assertEquals("registered", journal.last().orElseThrow().event());
    }

    @Test
    public void registryThatRefusesBringsTheOneBeforeBack() throws Exception {
        propose(ProcessIdentity.current());
        result(Verdict.PASSED);
        decision("r2", false, "version 3 was promoted meanwhile");
        look();
        assertServes("1");
        assertEquals(List.of("2"), retired);
        assertEquals("version 3 was promoted meanwhile", rollout.ending().reason());
    }

    @Test
    public void refusedFirstVersionLeavesNobody() throws Exception {
        canary = rollout.canary(version("1"), "X-Key");
        rollout.propose(canary, new Proposal.Driver(DEAD, "r2", result().toString()));
        look();
        assertTrue(rollout.isIdle());
        assertEquals(List.of("1"), retired);
    }

    @Test
    public void deathOfTheRouterChangesNothingInIt() throws Exception {
        propose(ProcessIdentity.current());
        journal.close();
        try (Journal again = Journal.open(folder.journal(), Clock.systemUTC())) {
            rollout = rollout(again);
            rollout.recover();
            assertServes("2");
            decision("r2", false, null);
            look();
            assertServes("1");
        }
    }

    @Test
    public void nextDeploymentBringsTheRegistrysWord() throws Exception {
        propose(DEAD);
        result(Verdict.PASSED);
        look();
        rollout.champion(version("1"), "it is the champion");
        assertServes("1");
        assertEquals("it had not ended", List.of("2"), retired);
        assertNull(rollout.routes().proposal());
    }

    @Test
    public void nextDeploymentMayHearThatItWasTaken() throws Exception {
        propose(DEAD);
        result(Verdict.PASSED);
        look();
        rollout.champion(version("2"), "it is the champion");
        assertServes("2");
        assertEquals(List.of("1"), retired);
        assertNull(rollout.routes().proposal());
    }

    @Test
    public void whoeverProposedMayTakeItBack() throws Exception {
        propose(ProcessIdentity.current());
        rollout.propose(canary, new Proposal.Driver(DEAD, "r2", "told once more"));
        rollout.rollBack(canary, "the driver did not hear of it");
        assertServes("1");
        assertEquals("the driver did not hear of it", rollout.ending().reason());
    }
}
