package io.jenkins.plugins.cd4ml.registry;

import static io.jenkins.plugins.cd4ml.registry.Models.AMY;
import static io.jenkins.plugins.cd4ml.registry.Models.MODEL;
import static io.jenkins.plugins.cd4ml.registry.Models.build;
import static io.jenkins.plugins.cd4ml.registry.Models.judgement;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import org.junit.rules.TemporaryFolder;

/** What an environment's rule asks of a version, and who may overrule it. */
public class PromotionRulesTest {
    private static final Author BUILD = build("train", 1);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ModelRegistry registry;
    private int steps;

    @Before
    public void open() {
        registry = new ModelRegistry(folder.getRoot().toPath(), Clock.systemUTC(), path -> {});
    }

    @Test
    public void aBuildPromotesWhatHasPassedAlone() throws Exception {
        unjudged("a");
        assertRefused("does not meet the rule of production: no recorded validation judged this model", canary(1));
        judge("a", Verdict.FAILED);
        assertRefused("the validation of train #1 (run build) failed", canary(1));
        judge("a", Verdict.INCONCLUSIVE);
        assertRefused("was inconclusive", canary(1));
        judge("b", Verdict.PASSED);
        assertRefused("was inconclusive", canary(1));
        assertEquals(null, registry.champion(MODEL, "production").version());
        judge("a", Verdict.PASSED);
        promote(1, true);
        assertEquals(Integer.valueOf(1), registry.champion(MODEL, "production").version());
    }

    @Test
    public void aLaterFailureCountsAndSoDoesOneInAnotherBranchOfTheBuild() throws Exception {
        unjudged("a");
        judge(judgement("a", BUILD, Verdict.FAILED, "build-left", "5", List.of(), null));
        judge(judgement("a", BUILD, Verdict.PASSED, "build", "6", List.of(), null));
        assertRefused("(run build-left) failed", canary(1));
        judge(judgement("a", BUILD, Verdict.PASSED, "build-left", "7", List.of(), null));
        assertEquals(List.of(), registry.problems(MODEL, "production", 1));
        judge(judgement("a", build("train", 2), Verdict.FAILED, "build", "6", List.of(), null));
        assertRefused("the validation of train #2 (run build) failed", canary(1));
    }

    @Test
    public void anAttemptWithoutAVerdictTakesTheVerdictOfItsRunAway() throws Exception {
        for (Verdict last : List.of(Verdict.INVALID, Verdict.ABORTED, Verdict.FAULT)) {
            String content = last.name().toLowerCase(java.util.Locale.ROOT);
            int version = unjudged(content);
            Author author = build("train", 100 + last.ordinal());
            judge(judgement(content, author, Verdict.PASSED, "build", "5", List.of(), null));
            assertEquals(List.of(), registry.problems(MODEL, "production", version));
            judge(judgement(content, author, last, "build", "6", List.of(), null));
            assertRefused("ran again in run build after it had passed, and gave no verdict", canary(version));
        }
    }

    @Test
    public void aVerdictWithOtherGatesOrOnOtherDataIsNone() throws Exception {
        unjudged("a");
        judge(judgement("a", BUILD, Verdict.PASSED, "build", "5", List.of("validate.gates"), null));
        assertRefused("judged with other settings than those of cd4ml.yaml: validate.gates", canary(1));
        judge(judgement("a", BUILD, Verdict.PASSED, "build", "6", List.of("validate.slices"), null));
        assertEquals(List.of(), registry.problems(MODEL, "production", 1));
        Judgement passed = judgement("a", BUILD, Verdict.PASSED, "build", "7", List.of(), null);
        judge(new Judgement(
                passed.at(),
                passed.build(),
                passed.run(),
                passed.project(),
                passed.step(),
                passed.result(),
                passed.model(),
                "sha256:elsewhere",
                passed.gates(),
                passed.verdict(),
                passed.environment(),
                null,
                List.of(),
                false,
                passed.checks(),
                null,
                true,
                null));
        assertRefused("judged on the data sha256:elsewhere, and trained on sha256:data-a", canary(1));
        judge(new Judgement(
                passed.at(),
                passed.build(),
                passed.run(),
                passed.project(),
                "8",
                passed.result(),
                passed.model(),
                passed.dataVersion(),
                passed.gates(),
                passed.verdict(),
                passed.environment(),
                null,
                List.of(),
                false,
                null,
                null,
                true,
                null));
        assertRefused("no gate judged this model", canary(1));
    }

    @Test
    public void theVerdictIsForTheChampionThatServes() throws Exception {
        Models.register(registry, MODEL, "a", BUILD);
        promote(1, true);
        Models.register(registry, MODEL, "b", build("train", 2));
        assertRefused(
                "compared it with no champion of production, and version 1 serves in production",
                () -> promote(2, true));
        judge(judgement("b", build("train", 2), Verdict.PASSED, "build", "9", List.of(), 1));
        promote(2, true);
        assertEquals(Integer.valueOf(2), registry.champion(MODEL, "production").version());
    }

    @Test
    public void aPersonPromotesTheUnjudgedWithAReasonThatStays() throws Exception {
        unjudged("a");
        assertRefused("give a reason: both stay in the history", () -> byPerson(1, " "));
        byPerson(1, "the old one crashes");
        HistoryEntry last = last();
        assertEquals("the old one crashes (although no recorded validation judged this model)", last.reason());
        assertEquals("amy", last.actor());
    }

    @Test
    public void rulesCanAskForLessAndForMore() throws Exception {
        unjudged("a");
        rules(new EnvironmentRule("shadow", false, List.of(), false, false, false, List.of()));
        registry.promote(
                MODEL, new Promotion("shadow", 1, "sha256:a", ExpectedChampion.NONE, "canary", true, List.of()), BUILD);
        assertRefused("no recorded validation", canary(1));
        judge("a", Verdict.PASSED);
        rules(new EnvironmentRule("production", true, List.of("recall >= 0.5"), true, false, false, List.of()));
        assertRefused("the required gate 'recall >= 0.5' has not passed", canary(1));
        rules(new EnvironmentRule("production", true, List.of("accuracy >= 0.75"), true, false, false, List.of()));
        assertRefused("no canary in production has passed", () -> promote(1, false));
        promote(1, true);
    }

    @Test
    public void anEnvironmentThatNoRuleNamesAsksForAsMuchAsTheStrictest() throws Exception {
        Models.register(registry, MODEL, "a", BUILD);
        rules(EnvironmentRule.standard("production").withApproval(true));
        assertTrue(registry.model(MODEL).orElseThrow().rule("production2").approval());
        assertRefused(
                "not approved for production2",
                () -> Models.promote(registry, MODEL, "production2", 1, null, BUILD, null));
        rules(
                EnvironmentRule.standard("production").withApproval(true),
                EnvironmentRule.standard(EnvironmentRule.OTHERS));
        Models.promote(registry, MODEL, "production2", 1, null, BUILD, null);
    }

    @Test
    public void theRequesterDoesNotApproveWhereTheRuleSaysSo() throws Exception {
        Models.unjudged(registry, MODEL, "a", BUILD, List.of("amy"));
        judge("a", Verdict.PASSED);
        rules(new EnvironmentRule("production", true, List.of(), false, true, true, List.of()));
        assertRefused("needs the approval of another person for production: amy", () -> approve(AMY));
        Author bob = new Author("bob", null);
        approve(bob);
        assertRefused(
                "needs the approval of another person",
                () -> registry.promote(
                        MODEL,
                        new Promotion("production", 1, "sha256:a", ExpectedChampion.NONE, null, true, List.of("bob")),
                        BUILD));
        promote(1, true);
    }

    @Test
    public void onlyNamedPeopleAndGroupsApprove() throws Exception {
        Models.register(registry, MODEL, "a", BUILD);
        rules(new EnvironmentRule("production", true, List.of(), false, true, false, List.of("carol", "risk")));
        assertRefused("amy may not approve weather for production: its rule names carol, risk", () -> approve(AMY));
        approve(new Author("dave", null, List.of("risk")));
        assertTrue(registry.model(MODEL).orElseThrow().state().isApproved(1, "production"));
    }

    @Test
    public void anApprovalIsForTheDigestThatWasLookedAt() throws Exception {
        Models.register(registry, MODEL, "a", BUILD);
        assertRefused(
                "is the package sha256:a, not sha256:b",
                () -> registry.approve(MODEL, "production", 1, "sha256:b", AMY, null));
        assertRefused(
                "is the package sha256:a, not a package without a digest",
                () -> registry.approve(MODEL, "production", 1, null, AMY, null));
        approve(AMY);
        assertEquals("sha256:a", last().digest());
        assertRefused(
                "is the package sha256:a, not sha256:b",
                () -> registry.promote(
                        MODEL,
                        Promotion.byPerson("production", 1, "sha256:b", ExpectedChampion.NONE, "in a hurry"),
                        AMY));
    }

    @Test
    public void rollbackAndRejectionEndAnApproval() throws Exception {
        Models.register(registry, MODEL, "a", BUILD);
        Models.register(registry, MODEL, "b", build("train", 2));
        rules(EnvironmentRule.standard("production").withApproval(true));
        Models.approve(registry, MODEL, "production", 1, AMY, null);
        promote(1, true);
        Models.approve(registry, MODEL, "production", 2, AMY, null);
        Models.promote(registry, MODEL, "production", 2, 1, build("train", 2), null);
        Models.rollBack(registry, MODEL, "production", 2, AMY, "too warm");
        assertRefused(
                "version 2 of weather is not approved",
                () -> Models.promote(registry, MODEL, "production", 2, 1, build("train", 2), null));
        Models.approve(registry, MODEL, "production", 2, AMY, null);
        registry.reject(MODEL, "production", 2, build("train", 3), "too many errors");
        assertFalse(registry.model(MODEL).orElseThrow().state().isApproved(2, "production"));
    }

    @Test
    public void aBuildDoesNotPromoteAgainWhatAPersonHasRolledBack() throws Exception {
        Models.register(registry, MODEL, "a", BUILD);
        Models.register(registry, MODEL, "b", build("train", 2));
        promote(1, true);
        Models.promote(registry, MODEL, "production", 2, 1, build("train", 2), null);
        Models.rollBack(registry, MODEL, "production", 2, AMY, "too warm");
        ThrowingRunnable again = () -> Models.promote(registry, MODEL, "production", 2, 1, build("train", 3), null);
        assertRefused("a person rolled version 2 of weather back in production", again);
        Models.approve(registry, MODEL, "production", 2, AMY, "cooler now");
        Models.promote(registry, MODEL, "production", 2, 1, build("train", 3), null);
    }

    /** A, rolled back, A again: the number is the same, the state is not. */
    @Test
    public void theHistoryDecidesWhatWasComparedNotTheNumber() throws Exception {
        Models.register(registry, MODEL, "a", BUILD);
        Models.register(registry, MODEL, "b", build("train", 2));
        Models.register(registry, MODEL, "c", build("train", 3));
        promote(1, true);
        ExpectedChampion seen = registry.champion(MODEL, "production");
        Models.promote(registry, MODEL, "production", 2, 1, build("train", 2), null);
        Models.rollBack(registry, MODEL, "production", 2, AMY, "too warm");
        assertEquals(Integer.valueOf(1), registry.champion(MODEL, "production").version());
        Promotion stale = new Promotion("production", 3, "sha256:c", seen, null, true, List.of());
        assertRefused(
                "other versions have served there since", () -> registry.promote(MODEL, stale, build("train", 3)));
        assertRefused(
                "other versions have served there since",
                () -> registry.rollBack(MODEL, "production", seen, AMY, "once more"));
    }

    @Test
    public void judgementsAreReadFromTheirFileAndOnceEach() throws Exception {
        unjudged("a");
        judge(judgement("a", BUILD, Verdict.PASSED));
        judge(judgement("a", BUILD, Verdict.PASSED));
        Path file = folder.getRoot().toPath().resolve("models/weather/judgements.jsonl");
        assertEquals(1, Files.readAllLines(file).size());
        Files.writeString(file, Files.readString(file) + "{\"half");
        open();
        assertTrue(registry.verdict(MODEL, 1).passed());
        judge(judgement("a", build("train", 9), Verdict.FAILED));
        open();
        assertEquals(Verdict.FAILED, registry.verdict(MODEL, 1).verdict());
        Files.writeString(file, "nonsense\n" + Files.readString(file));
        open();
        Exception damaged = assertThrows(java.io.IOException.class, () -> registry.verdict(MODEL, 1));
        assertTrue(damaged.getMessage(), damaged.getMessage().contains("judgements.jsonl:1: damaged"));
    }

    private int unjudged(String content) throws Exception {
        return Models.unjudged(registry, MODEL, content, BUILD, List.of());
    }

    private void judge(String content, Verdict verdict) throws Exception {
        steps++;
        judge(judgement(content, BUILD, verdict, "build", "2" + steps, List.of(), null));
    }

    private void judge(Judgement judgement) throws Exception {
        registry.judge(MODEL, List.of(judgement));
    }

    private void rules(EnvironmentRule... rules) throws Exception {
        registry.configure(MODEL, before -> before.withRules(List.of(rules)), AMY, null);
    }

    private void approve(Author author) throws Exception {
        Models.approve(registry, MODEL, "production", 1, author, null);
    }

    private ThrowingRunnable canary(int version) {
        return () -> promote(version, true);
    }

    private void promote(int version, boolean canary) throws Exception {
        registry.promote(
                MODEL,
                new Promotion(
                        "production",
                        version,
                        Models.digest(registry, MODEL, version),
                        registry.champion(MODEL, "production"),
                        "by a build",
                        canary,
                        List.of()),
                BUILD);
    }

    private void byPerson(int version, String reason) throws Exception {
        registry.promote(
                MODEL,
                Promotion.byPerson(
                        "production",
                        version,
                        Models.digest(registry, MODEL, version),
                        registry.champion(MODEL, "production"),
                        reason),
                AMY);
    }

    private HistoryEntry last() throws Exception {
        List<HistoryEntry> history = registry.history(MODEL);
        return history.get(history.size() - 1);
    }

    private static void assertRefused(String sentence, ThrowingRunnable action) {
        Refusal refusal = assertThrows(Refusal.class, action);
        assertTrue(refusal.getMessage(), refusal.getMessage().contains(sentence));
    }
}
