package io.jenkins.cd4ml.deploy.router;

import com.fasterxml.jackson.core.JacksonException;
import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.registry.Decision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A promotion that another registry, the one of a Jenkins controller, has yet to hear of and to decide: the new champion serves, and
 * the one before waits. It is taken back where the driver dies or fails before its result is on the disk, and where the registry
 * decides against it; it stands when the registry has written it down.
 *
 * @param canary its id
 * @param before the champion before; null where there was none
 * @param driver who writes the result
 * @param run whose result
 * @param result absolute path of the result
 * @param reported whether the result was there: from then on the registry alone decides
 */
public record Proposal(
        String canary, ServingServer before, ProcessIdentity driver, String run, String result, boolean reported) {

    /** What a driver says of itself when it proposes. */
    public record Driver(ProcessIdentity process, String run, String result) {}

    static Proposal of(String canary, ServingServer before, Driver driver) {
        return new Proposal(canary, before, driver.process(), driver.run(), driver.result(), false);
    }

    Proposal asReported() {
        return new Proposal(canary, before, driver, run, result, true);
    }

    /** Of a result what counts here. */
    private record Ended(Verdict verdict, String summary) {}

    /** What has become of it. */
    enum Phase {
        /** Nothing new. */
        OPEN,
        /** The result is there. */
        REPORTED,
        ACCEPTED,
        REFUSED
    }

    /** {@code reason} is a sentence; null where there is nothing to say. */
    record Outlook(Phase phase, String reason) {}

    /** Looks at the files. */
    Outlook look(ServingFolder folder) throws IOException {
        Optional<Decision> decision = read(folder.decision(), Decision.class);
        if (decision.isPresent() && run.equals(decision.get().run())) {
            return new Outlook(
                    decision.get().promoted() ? Phase.ACCEPTED : Phase.REFUSED,
                    decision.get().reason());
        }
        if (reported) {
            return new Outlook(Phase.OPEN, null);
        }
        // Asked first: a driver that ends regularly has written its result before.
        boolean alive = driver.alive();
        Optional<Ended> found = read(Path.of(result), Ended.class);
        if (found.isPresent()) {
            return found.get().verdict() == Verdict.PASSED
                    ? new Outlook(Phase.REPORTED, null)
                    : new Outlook(
                            Phase.REFUSED,
                            "the deployment failed after its canary: "
                                    + found.get().summary());
        }
        return alive
                ? new Outlook(Phase.OPEN, null)
                : new Outlook(Phase.REFUSED, "the driver (pid " + driver.pid() + ") died before it had a result");
    }

    private static <T> Optional<T> read(Path file, Class<T> type) throws IOException {
        try {
            return Optional.ofNullable(
                    Protocol.mapper().readValue(Files.readString(file, StandardCharsets.UTF_8), type));
        } catch (NoSuchFileException | JacksonException e) {
            return Optional.empty();
        }
    }
}
