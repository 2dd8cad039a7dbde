package io.jenkins.cd4ml.packaging;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.artifact.ModelPackage;
import io.jenkins.cd4ml.artifact.PackageReader;
import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.PackageModelDetail;
import io.jenkins.cd4ml.protocol.StageRequest.RegistryMode;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.cd4ml.registry.LocalRegistry;
import io.jenkins.cd4ml.registry.RegisteredVersion;
import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.stage.StageOutcome;
import io.jenkins.cd4ml.testing.Oracle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The whole stage; where the two models' answers matter, both are asked in processes of their own. */
public class PackageModelTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void packagesComparesAndRegisters() throws Exception {
        SampleRun run = new SampleRun(folder.getRoot().toPath(), "run-1")
                .trained(1)
                .validated(Verdict.PASSED, SampleRun.NOW.plusSeconds(20));
        StageOutcome outcome = run.packageForReal(RegistryMode.LOCAL);
        assertEquals(outcome.summary(), Verdict.PASSED, outcome.verdict());
        assertTrue(
                outcome.summary(),
                outcome.summary()
                        .matches(
                                "seattle-weather version 1: ONNX, \\d+ kB; agrees with the trained model on 2\\d\\d rows to"
                                        + " \\d(\\.\\d)?e-0[678]"));
        PackageModelDetail detail = (PackageModelDetail) outcome.detail();
        assertEquals(List.of("candidate"), detail.aliases());
        assertEquals(
                ".cd4ml/registry/seattle-weather/versions/1/package",
                detail.reference().path());
        assertEquals(
                detail.reference().digest(),
                PackageReader.read(run.packageFolder()).digest());
        assertTrue(detail.parity().maxDifference() < 1e-6);
        assertEquals(3, outcome.checks().size());
        assertTrue(outcome.checks().stream().allMatch(check -> check.outcome() == Outcome.PASSED));
        assertEquals("OK", verified(run.packageFolder()));

        LocalRegistry registry = LocalRegistry.open(run.context().home());
        RegisteredVersion version = registry.versions("seattle-weather").get(0);
        assertEquals("run-1", version.origin().run());
        assertEquals(Verdict.PASSED, version.origin().validation());
        assertEquals(5, version.origin().checks().size());
        assertEquals(
                List.of(Action.REGISTER, Action.ALIAS),
                registry.history("seattle-weather").stream()
                        .map(entry -> entry.action())
                        .toList());
        try (Stream<Path> left = Files.list(run.context().run().path())) {
            assertEquals(
                    "nothing temporary is left",
                    List.of(),
                    left.map(path -> path.getFileName().toString())
                            .filter(name -> name.startsWith(".") || name.startsWith("tmp"))
                            .toList());
        }
    }

    @Test
    public void sameInputsMakeTheSamePackageAndVersion() throws Exception {
        SampleRun first =
                new SampleRun(folder.newFolder().toPath(), "one").trained(1).validated(Verdict.PASSED, SampleRun.NOW);
        SampleRun second = new SampleRun(first.project, "two").trained(1).validated(Verdict.PASSED, SampleRun.NOW);
        PackageModelDetail one =
                (PackageModelDetail) first.packageModel(RegistryMode.LOCAL).detail();
        StageOutcome outcome = second.packageModel(RegistryMode.LOCAL);
        PackageModelDetail two = (PackageModelDetail) outcome.detail();
        assertEquals(one.reference(), two.reference());
        assertTrue(outcome.summary(), outcome.summary().startsWith("seattle-weather version 1:"));
        Check validation = outcome.checks().get(2);
        assertEquals(Outcome.PASSED, validation.outcome());

        SampleRun third = new SampleRun(first.project, "three").trained(2).validated(Verdict.PASSED, SampleRun.NOW);
        PackageModelDetail other =
                (PackageModelDetail) third.packageModel(RegistryMode.LOCAL).detail();
        assertEquals(2, (int) other.reference().version());
        assertEquals(2, (int) LocalRegistry.open(third.context().home())
                .alias("seattle-weather", "candidate")
                .orElseThrow()
                .version());
    }

    @Test
    public void registersNothingWhereItOnlyProposes() throws Exception {
        SampleRun run = new SampleRun(folder.getRoot().toPath(), "run").trained(1);
        StageOutcome outcome = run.packageModel(RegistryMode.PROPOSE);
        assertEquals(Verdict.PASSED, outcome.verdict());
        assertTrue(
                outcome.summary(),
                outcome.summary().endsWith("; not registered: not judged: validateModel did not run in this run"));
        assertEquals("validateModel did not run in this run", outcome.link().notJudged());
        PackageModelDetail detail = (PackageModelDetail) outcome.detail();
        assertNull(detail.reference().version());
        assertEquals(".cd4ml/runs/run/package", detail.reference().path());
        assertEquals(List.of(), LocalRegistry.open(run.context().home()).list());
    }

    @Test
    public void registersNothingWhereValidationFailed() throws Exception {
        SampleRun run = new SampleRun(folder.getRoot().toPath(), "run")
                .trained(1)
                .validated(Verdict.FAILED, SampleRun.NOW.plusSeconds(20));
        StageOutcome outcome = run.packageModel(RegistryMode.LOCAL);
        assertEquals(Verdict.FAILED, outcome.verdict());
        assertTrue(outcome.summary(), outcome.summary().contains("; not registered: its validation failed ("));
        assertEquals(List.of(), LocalRegistry.open(run.context().home()).list());
        assertTrue(Files.exists(run.packageFolder().resolve(ModelPackage.ONNX)));

        SampleRun always =
                new SampleRun(run.project, "run", Map.of("package", Map.of("register", "always")), Cancellation.NEVER);
        assertEquals(Verdict.PASSED, always.packageModel(RegistryMode.LOCAL).verdict());
    }

    @Test
    public void registersNothingWhereThePackageDiffers() throws Exception {
        Map<String, ?> strict = Map.of("package", Map.of("tolerance", 1e-12));
        SampleRun run = new SampleRun(folder.getRoot().toPath(), "run", strict, Cancellation.NEVER).trained(1);
        StageOutcome outcome = run.packageForReal(RegistryMode.LOCAL);
        assertEquals(Verdict.FAILED, outcome.verdict());
        assertTrue(outcome.summary(), outcome.summary().contains("does not agree with the trained model: on 2"));
        assertTrue(outcome.summary(), outcome.summary().endsWith("; not registered"));
        assertTrue(outcome.checks().get(0).failed());
        assertEquals(List.of(), LocalRegistry.open(run.context().home()).list());
    }

    @Test
    public void aTrainingMakesTheValidationBeforeItStale() throws Exception {
        SampleRun run = new SampleRun(folder.getRoot().toPath(), "run")
                .trained(1)
                .validated(Verdict.PASSED, SampleRun.NOW.plusSeconds(3600))
                .trained(1);
        StageOutcome outcome = run.packageModel(RegistryMode.LOCAL);
        assertEquals(
                "validateModel has no result that counts: it was stopped, or an earlier stage ran again",
                outcome.link().notJudged());
        assertEquals(Verdict.PASSED, outcome.verdict());
        assertEquals(Outcome.SKIPPED, outcome.checks().get(2).outcome());
        assertEquals(List.of(), LocalRegistry.open(run.context().home()).list());
        assertTrue(Files.exists(run.packageFolder().resolve(ModelPackage.ONNX)));
        String card = Files.readString(run.packageFolder().resolve(ModelPackage.CARD));
        assertTrue(card, card.contains("**Not judged**: validateModel has no result that counts"));
    }

    @Test
    public void whatIsNotJudgedIsRegisteredOnlyWherePolicySaysSoAndNeverAsPassed() throws Exception {
        Map<String, ?> policy = Map.of("package", Map.of("register", "unlessFailed"));
        SampleRun run = new SampleRun(folder.getRoot().toPath(), "run", policy, Cancellation.NEVER).trained(1);
        run.packageModel(RegistryMode.LOCAL);
        LocalRegistry registry = LocalRegistry.open(run.context().home());
        RegisteredVersion version = registry.versions("seattle-weather").get(0);
        assertNull(version.origin().validation());
        assertFalse(version.passed());
        assertEquals("not judged", version.standing());
        assertEquals(
                "not judged: validateModel did not run in this run",
                registry.history("seattle-weather").get(0).reason());
    }

    @Test
    public void theValidationOfAModelFromElsewhereIsNotThisModels() throws Exception {
        SampleRun run = new SampleRun(folder.getRoot().toPath(), "run")
                .trained(1)
                .validated(Verdict.PASSED, SampleRun.NOW.plusSeconds(3600), "other.onnx");
        StageOutcome outcome = run.packageModel(RegistryMode.LOCAL);
        assertEquals(
                "validateModel judged other.onnx, not the model of this run",
                outcome.link().notJudged());
    }

    @Test
    public void everyFileOfTheModelCounts() throws Exception {
        SampleRun run =
                new SampleRun(folder.getRoot().toPath(), "run").trained(1).validated(Verdict.PASSED, SampleRun.NOW);
        Path spec = run.context().run().model().resolve(ModelFolder.SPEC);
        Files.writeString(spec, Files.readString(spec) + "\n");
        assertRefused(run, "is not what the training of this run made (its digest is sha256:");
    }

    @Test
    public void saysWhatIsMissingOrDoesNotBelongTogether() throws Exception {
        SampleRun run = new SampleRun(folder.getRoot().toPath(), "run");
        assertRefused(
                run, "the run run has no trained model: trainModel did not run in this run; run trainModel first");
        run.trained(1);
        Path parameters = run.context().run().model().resolve(ModelFolder.PARAMETERS);
        byte[] bytes = Files.readAllBytes(parameters);
        bytes[bytes.length - 1] ^= 1;
        Files.write(parameters, bytes);
        assertRefused(run, "run/model is not what the training of this run made (its digest is sha256:");
        run.trained(1);
        Path result = run.context().run().result(io.jenkins.cd4ml.protocol.Stage.TRAIN_MODEL);
        Files.writeString(result, Files.readString(result).replace("\"PASSED\"", "\"FAILED\""));
        assertRefused(run, "the result of trainModel was changed after it was written");
        assertFalse(Files.exists(run.packageFolder()));
    }

    @Test
    public void leavesNothingWhenItIsStopped() throws Exception {
        SampleRun trained = new SampleRun(folder.getRoot().toPath(), "run").trained(1);
        Path package_ = trained.packageFolder();
        // Asked to stop as soon as the staged folder is there: whichever safe point comes first must clean up.
        Cancellation whenStaged = () -> {
            try (Stream<Path> files = Files.list(package_.getParent())) {
                return files.anyMatch(path -> path.getFileName().toString().startsWith(".package.new-"));
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        };
        SampleRun stopped = new SampleRun(trained.project, "run", Map.of(), whenStaged);
        assertThrows(CancellationException.class, () -> stopped.packageModel(RegistryMode.LOCAL));
        try (Stream<Path> files = Files.list(package_.getParent())) {
            assertTrue(files.noneMatch(path -> path.getFileName().toString().startsWith(".")));
        }
        assertFalse(Files.exists(package_));
        assertEquals(List.of(), LocalRegistry.open(stopped.context().home()).list());
    }

    private static void assertRefused(SampleRun run, String message) {
        InputException e = assertThrows(InputException.class, () -> run.packageModel(RegistryMode.LOCAL));
        assertTrue(e.getMessage(), e.getMessage().contains(message));
    }

    /** What the real command says of the checksums. */
    private static String verified(Path folder) throws Exception {
        String output =
                Oracle.run(List.of("/bin/sh", "-c", "cd '" + folder + "' && sha256sum --strict -c SHA256SUMS"), "");
        assertEquals(6, output.lines().count());
        return output.lines().allMatch(line -> line.endsWith(": OK")) ? "OK" : output;
    }
}
