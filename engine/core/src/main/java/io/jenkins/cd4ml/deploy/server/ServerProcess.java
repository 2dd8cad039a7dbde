package io.jenkins.cd4ml.deploy.server;

import io.jenkins.cd4ml.deploy.process.Announcement;
import io.jenkins.cd4ml.deploy.process.Launcher;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.deploy.process.ServingSettings;
import io.jenkins.cd4ml.model.RowCodec;
import io.jenkins.cd4ml.problem.FileFailure;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The life of a model server's process: load, predict once to see that it can, serve, announce; then watch. It ends when its
 * announcement is gone (whoever removes it wants it to end, be it with the whole folder), and it starts the router again
 * where that has died. When its launch file names another version it takes that one in its stride: loads it beside the one
 * that serves, checks it in the same way, and only then changes over. One that it cannot take changes nothing.
 */
public final class ServerProcess {
    private static final long WATCH_MILLIS = 100;
    private static final int WATCHES_PER_ROUTER_CHECK = 5;

    private final ServingFolder folder;
    private final String id;
    private final PredictorSource source;
    private final Launcher launcher;
    private Announcement announced;
    private ServedVersion wanted;

    /** Loads the model of a version. */
    @FunctionalInterface
    public interface PredictorSource {
        Predictor open(ServedVersion version) throws IOException;
    }

    public ServerProcess(ServingFolder folder, String id, PredictorSource source, Launcher launcher) {
        this.folder = folder;
        this.id = id;
        this.source = source;
        this.launcher = launcher;
    }

    /** Serves until it is no longer wanted. */
    public void run() throws IOException, InterruptedException {
        Announcement started = Announcement.started();
        started.write(folder.server(id));
        ServingSettings settings = ServingSettings.read(folder.settings());
        try (ModelServer server = open(settings)) {
            server.start();
            announced = started.serving(server.url(), wanted);
            announced.write(folder.server(id));
            RouterGuard guard = new RouterGuard(folder, launcher);
            for (long i = 1; isWanted(settings); i++) {
                Thread.sleep(WATCH_MILLIS);
                follow(server);
                if (i % WATCHES_PER_ROUTER_CHECK == 0) {
                    guard.check();
                }
            }
        } catch (InputException e) {
            started.failed(e.getMessage()).write(folder.server(id));
            throw e;
        } catch (IOException | RuntimeException | LinkageError e) {
            // Who waits for the announcement sees the cause, not the end of a log of stack frames.
            started.failed("the server " + id + " could not start: " + FileFailure.of(e))
                    .write(folder.server(id));
            throw e;
        }
    }

    private boolean isWanted(ServingSettings settings) {
        return Files.exists(folder.server(id))
                && (settings.owner() == null || settings.owner().alive());
    }

    private ModelServer open(ServingSettings settings) throws IOException {
        wanted = version();
        Path logs = settings.logs() == null ? folder.path() : Path.of(settings.logs());
        return new ModelServer(
                load(wanted),
                ServerLimits.DEFAULT,
                settings,
                logs,
                Clock.systemUTC(),
                new RouterToken(folder.token()),
                CallerToken.of(folder));
    }

    private ServedVersion version() throws IOException {
        return Protocol.mapper().readValue(Files.readAllBytes(folder.serverLaunch(id)), ServedVersion.class);
    }

    private Predictor load(ServedVersion version) throws IOException {
        Predictor predictor = source.open(version);
        try {
            warmUp(predictor);
            return predictor;
        } catch (RuntimeException e) {
            predictor.close();
            throw e;
        }
    }

    /** Takes another version where the launch file names one. */
    private void follow(ModelServer server) throws IOException {
        ServedVersion asked;
        try {
            asked = version();
        } catch (IOException e) {
            // on its way out, or nothing that can be read: what serves goes on
            return;
        }
        if (asked.equals(wanted)) {
            return;
        }
        wanted = asked;
        try {
            if (!asked.model().equals(server.model().name())) {
                throw new InputException("this server serves " + server.model().name() + ", not " + asked.model()
                        + ": start another one for it");
            }
            server.swap(load(asked));
            announced = announced.serving(server.url(), asked);
            System.err.println("serving version " + asked.version());
        } catch (IOException | RuntimeException e) {
            server.refused();
            String sentence = e instanceof InputException ? e.getMessage() : "it could not be loaded: " + e;
            announced = announced.refusing(asked, sentence);
            System.err.println("version " + asked.version() + " was not taken: " + sentence);
        }
        if (Files.exists(folder.server(id))) {
            announced.write(folder.server(id));
        }
    }

    /**
     * The first answer takes longest. A model that others made may have none to a row without any value (a one-hot encoding that
     * knows its categories alone, an index into an embedding): that speaks against the row, not against the model, which has answered the
     * real rows of packageModel in a process like this one.
     */
    private static void warmUp(Predictor predictor) {
        try {
            predictor.predict(missing(predictor.model().features()));
        } catch (RuntimeException e) {
            System.err.println("a row without values has no prediction: " + e.getMessage());
        }
    }

    /** One row without any value. */
    private static Table missing(Schema features) {
        List<ColumnValues> columns = new ArrayList<>();
        for (Column column : features.columns()) {
            columns.add(
                    switch (RowCodec.of(column.type())) {
                        case NUMBER, NUMBER_64 -> new ColumnValues.Numbers(new double[] {Double.NaN});
                        case EPOCH_DAY -> new ColumnValues.Dates(new long[] {ColumnValues.Dates.MISSING});
                        case TEXT, BOOLEAN -> new ColumnValues.Texts(new String[] {null});
                        case IMAGE -> new ColumnValues.Images(new byte[1][]);
                    });
        }
        long[] keys = new long[1];
        Arrays.fill(keys, 0);
        return new Table(features, columns, keys);
    }
}
