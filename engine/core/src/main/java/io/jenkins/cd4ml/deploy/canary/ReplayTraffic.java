package io.jenkins.cd4ml.deploy.canary;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.config.DeploySettings;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.router.RouterClient;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Held-out rows through the router, each from a caller of its own, again and again until the candidate has had enough. Where
 * the answer of the other version to the same row is not known yet, or the champion has had too few requests to compare
 * latencies with, the other version is asked too.
 */
final class ReplayTraffic implements TrafficSource {
    private static final int WARM_UP = 100;
    private static final Duration WARM_UP_TIME = Duration.ofSeconds(5);
    private static final int BETWEEN_LOOKS = 20;
    private static final long ORDER_SEED = 42;

    /** Batches of other sizes than packageModel's round otherwise: so many times its tolerance is no difference. */
    private static final double ROUNDING = 10;

    /** A split never sends so many more requests than its weight says; without this a mistake would replay for ever. */
    private static final int MAX_EXCESS = 20;

    private final StageContext context;
    private final DeploySettings settings;
    private final RouterClient router;
    private final ServedVersion candidate;
    private final boolean hasChampion;
    private final HeldOutRows rows;
    private final PairedAnswers answers;
    private final int[] order;
    private long sent;
    private long round;

    ReplayTraffic(
            StageContext context,
            RouterClient router,
            ServedVersion candidate,
            boolean hasChampion,
            HeldOutRows rows,
            Predictions packaged) {
        this.context = context;
        this.settings = context.configuration().deploy();
        this.router = router;
        this.candidate = candidate;
        this.hasChampion = hasChampion;
        this.rows = rows;
        this.answers = new PairedAnswers(
                rows,
                new ServedAnswers(
                        packaged,
                        rows.places(),
                        ROUNDING * context.configuration().packaging().tolerance()));
        this.order = shuffled(rows.size());
    }

    @Override
    public PairedAnswers answers() {
        return answers;
    }

    @Override
    public void warmUp(LeaseKeeper lease) throws CanaryOverException, IOException, InterruptedException {
        long end = System.nanoTime() + WARM_UP_TIME.toNanos();
        for (int i = 0; i < WARM_UP && (i == 0 || System.nanoTime() < end); i++) {
            int row = order[i % order.length];
            context.cancellation().check();
            if (hasChampion) {
                shadow(false, row, lease);
            }
            HttpResponse<byte[]> answer = shadow(true, row, lease);
            if (answer.statusCode() != 200) {
                throw new CanaryOverException("the candidate does not predict held-out rows: "
                        + Protocol.mapper()
                                .readTree(answer.body())
                                .path("error")
                                .asText("status " + answer.statusCode()));
            }
        }
    }

    @Override
    public PairedRows pairs() {
        return null;
    }

    @Override
    public LiveLabels labels() {
        return null;
    }

    @Override
    public void prepare(LeaseKeeper lease) {
        // Both are asked for each row as it is replayed.
    }

    @Override
    public void step(int weight, long requests, LeaseKeeper lease, Look look)
            throws CanaryOverException, IOException, InterruptedException {
        long most = MAX_EXCESS * requests * 100 / weight + MAX_EXCESS;
        long champions = 0;
        for (long i = 0; i < most; i++) {
            context.cancellation().check();
            if (i % BETWEEN_LOOKS == 0) {
                long done = lease.ask(router::state).candidateTraffic().requests();
                if (!look.goesOn(done) || done >= requests) {
                    return;
                }
            }
            int row = order[(int) (sent % order.length)];
            round = sent / order.length;
            HttpResponse<byte[]> answer = predict(row, Map.of(settings.stickyBy(), "replay-" + sent), lease);
            sent++;
            if (answer.statusCode() != 200) {
                continue;
            }
            boolean byCandidate = answer.headers()
                    .firstValue("X-Model-Version")
                    .filter(candidate.version()::equals)
                    .isPresent();
            remember(byCandidate, row, answer);
            champions += byCandidate ? 0 : 1;
            boolean tooFew = byCandidate && champions < requests;
            if (hasChampion && (tooFew || !answers.has(!byCandidate, row))) {
                champions += byCandidate ? 1 : 0;
                shadow(!byCandidate, row, lease);
            }
        }
        throw new CanaryOverException(
                "the candidate had fewer than " + requests + " of " + most + " requests at " + weight + " %");
    }

    private HttpResponse<byte[]> shadow(boolean ofCandidate, int row, LeaseKeeper lease)
            throws CanaryOverException, IOException, InterruptedException {
        HttpResponse<byte[]> answer = predict(row, RouterClient.asking(ofCandidate ? "candidate" : "champion"), lease);
        if (answer.statusCode() == 200) {
            remember(ofCandidate, row, answer);
        }
        return answer;
    }

    private HttpResponse<byte[]> predict(int row, Map<String, String> headers, LeaseKeeper lease)
            throws CanaryOverException, IOException, InterruptedException {
        return lease.ask(() -> router.predict(candidate.model(), rows.body(row, round), headers));
    }

    private void remember(boolean ofCandidate, int row, HttpResponse<byte[]> answer) throws IOException {
        JsonNode prediction =
                Protocol.mapper().readTree(answer.body()).path("predictions").path(0);
        answers.put(ofCandidate, row, prediction);
    }

    private static int[] shuffled(int size) {
        SplittableRandom random = new SplittableRandom(ORDER_SEED);
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
