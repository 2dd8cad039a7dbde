package io.jenkins.cd4ml.pipeline;

import io.jenkins.cd4ml.chain.Overridden;
import io.jenkins.cd4ml.chain.StageWork;
import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.config.ConfigurationReader;
import io.jenkins.cd4ml.config.Overrides;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Event;
import io.jenkins.cd4ml.protocol.Problem;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.stage.Kept;
import io.jenkins.cd4ml.stage.RunFolder;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.stage.StageFunction;
import io.jenkins.cd4ml.stage.StageOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs one stage: reads the configuration, does the work, writes the result beside and renames it. Whatever happens, there is
 * a result; where even that cannot be written, it is still returned.
 *
 * @param listener hears every event
 * @param overrides over the whole of {@code cd4ml.yaml}, beneath what a request says of its stage's section
 * @param environment environment variables
 * @param stages does each stage's work
 * @param kept what one stage keeps for the next; null: each for itself alone
 */
public record StageRunner(
        Consumer<Event> listener,
        Cancellation cancellation,
        Clock clock,
        Map<String, String> environment,
        Map<String, Object> overrides,
        Function<Stage, StageFunction> stages,
        Kept kept) {

    /** Each stage for itself. */
    public StageRunner(
            Consumer<Event> listener,
            Cancellation cancellation,
            Clock clock,
            Map<String, String> environment,
            Map<String, Object> overrides,
            Function<Stage, StageFunction> stages) {
        this(listener, cancellation, clock, environment, overrides, stages, null);
    }

    /** With the stages as they are, each for itself. */
    public StageRunner(
            Consumer<Event> listener,
            Cancellation cancellation,
            Clock clock,
            Map<String, String> environment,
            Map<String, Object> overrides) {
        this(listener, cancellation, clock, environment, overrides, Stages::of);
    }

    /** The same, with what one stage keeps for the next; its caller closes it. */
    public StageRunner keeping(Kept shared) {
        return new StageRunner(listener, cancellation, clock, environment, overrides, stages, shared);
    }

    /** Does what the request asks for in an existing run folder. */
    public StageResult run(StageRequest request, RunFolder run) {
        Instant started = clock.instant();
        try (RunLock held = RunLock.take(run, request.stage(), clock)) {
            return locked(request, run, started);
        } catch (InputException | IOException e) {
            // Another stage is at work there, or nothing can be written: no result of ours, which might take the place
            // of another one's.
            return failed(request, run, null, e, started);
        }
    }

    private StageResult locked(StageRequest request, RunFolder run, Instant started) {
        StageWork work;
        try {
            // First of all: whatever becomes of this stage, what it found before and what was built on that counts no
            // more.
            work = StageWork.begin(run, request.stage(), clock);
        } catch (IOException e) {
            return write(run, null, failed(request, run, null, e, started), started, request);
        }
        StageResult result;
        try (EventLog events = new EventLog(request.stage(), run.events(request.stage()), clock, listener)) {
            events.started(request.stage().step() + " in run " + run.id());
            result = attempt(request, run, work, events, started);
            events.finished(result.summary());
        } catch (IOException e) {
            result = failed(request, run, null, e, started);
        }
        return write(run, work, result, started, request);
    }

    private StageResult attempt(StageRequest request, RunFolder run, StageWork work, EventLog events, Instant started) {
        try (Kept own = new Kept()) {
            return attempt(request, run, work, events, started, kept == null ? own : kept);
        } catch (IOException e) {
            return failed(request, run, null, e, started);
        }
    }

    private StageResult attempt(
            StageRequest request, RunFolder run, StageWork work, EventLog events, Instant started, Kept with) {
        String model = null;
        try {
            Path project = Path.of(request.project());
            Configuration configuration = ConfigurationReader.read(project, request.configuration(), all(request));
            model = configuration.model();
            work.requireModel(model, request.configuration());
            List<String> overridden = Overridden.keys(Overridden.declared(request), configuration);
            StageContext context =
                    new StageContext(project, run, configuration, events, cancellation, clock, environment, with);
            StageOutcome outcome = stages.apply(request.stage()).run(request, context);
            cancellation.check();
            List<Check> checks = outcome.checks().stream()
                    .sorted(Comparator.comparing(check -> check.failed() ? 0 : check.inconclusive() ? 1 : 2))
                    .toList();
            return new StageResult(
                    Protocol.VERSION,
                    request.stage(),
                    run.id(),
                    model,
                    outcome.verdict(),
                    outcome.summary(),
                    checks,
                    outcome.detail(),
                    outcome.files(),
                    outcome.provenance(),
                    outcome.link() == null ? null : outcome.link().withOverrides(overridden),
                    null,
                    started,
                    clock.instant());
        } catch (Exception | Error e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return failed(request, run, model, e, started);
        }
    }

    private Map<String, Object> all(StageRequest request) {
        Map<String, Object> all = new LinkedHashMap<>(overrides);
        all.merge(request.stage().section(), own(request), StageRunner::over);
        return all;
    }

    /** The later one wins, key by key. */
    private static Object over(Object below, Object above) {
        if (!(below instanceof Map<?, ?> lower) || !(above instanceof Map<?, ?> upper)) {
            return above;
        }
        Map<Object, Object> merged = new LinkedHashMap<>(lower);
        upper.forEach((key, value) -> merged.merge(key, value, StageRunner::over));
        return merged;
    }

    private static Map<String, Object> own(StageRequest request) {
        return Overrides.over(
                request.settings() == null ? Map.of() : request.settings(),
                request.arguments() == null ? List.of() : request.arguments());
    }

    private StageResult failed(StageRequest request, RunFolder run, String model, Throwable thrown, Instant started) {
        Failures failure = Failures.of(thrown);
        if (failure.verdict() == Verdict.FAULT && cancellation.requested()) {
            // What breaks because the JVM is on its way out, or a process of ours is gone, is the stop that was asked
            // for.
            failure = Failures.of(new CancellationException());
        }
        Problem problem = placed(request, failure.problem());
        return StageResult.of(request.stage(), run.id(), model, failure.verdict(), problem.message())
                .problem(problem)
                .time(started, clock.instant())
                .build();
    }

    private static Problem placed(StageRequest request, Problem problem) {
        try {
            return ConfigurationReader.place(Path.of(request.project()), request.configuration(), problem);
        } catch (InvalidPathException e) {
            // which is then the problem itself
            return problem;
        }
    }

    /** {@code work} null: the stage could not even begin, and its result counts for no other stage. */
    private StageResult write(
            RunFolder run, StageWork work, StageResult result, Instant started, StageRequest request) {
        Path beside = run.path().resolve(result.stage().command() + ".result.tmp");
        try {
            StageResult written =
                    work != null && work.isOvertaken() ? overtaken(request, run, result, started) : result;
            String text = Protocol.write(written);
            if (!Protocol.isReadable(text)) {
                written = failed(request, run, result.model(), tooLong(request.stage(), text.length()), started);
                text = Protocol.write(written);
            }
            // Not as a string: half a character in somebody's text must not cost the result.
            Files.write(beside, text.getBytes(StandardCharsets.UTF_8));
            if (work == null) {
                Files.move(beside, run.result(result.stage()), StandardCopyOption.ATOMIC_MOVE);
            } else {
                work.end(beside);
            }
            return written;
        } catch (IOException e) {
            try {
                Files.deleteIfExists(beside);
            } catch (IOException ignored) {
                // nothing more to be done on a disk that takes nothing
            }
            return result.detail() != null ? failed(request, run, result.model(), e, started) : result;
        }
    }

    /** A result that no later stage and no page could read is none. */
    private static InputException tooLong(Stage stage, int characters) {
        return new InputException(String.format(
                Locale.ROOT,
                "the result of %s would have %,d characters, more than the %,d that are read again: use fewer columns, classes,"
                        + " slices or gates, or shorter names",
                stage.step(),
                characters,
                Protocol.MAX_CHARACTERS));
    }

    private StageResult overtaken(StageRequest request, RunFolder run, StageResult result, Instant started) {
        InputException why = new InputException("another stage began in run " + run.id() + " while "
                + request.stage().step()
                + " was at work, so that its result does not count: run it again, one at a time");
        return failed(request, run, result.model(), why, started);
    }
}
