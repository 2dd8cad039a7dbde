package io.jenkins.cd4ml.deploy.server;

import io.jenkins.cd4ml.deploy.process.Announcement;
import io.jenkins.cd4ml.deploy.process.Launcher;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.model.RowCodec;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The life of a model server's process: load, predict once to see that it can, serve, announce; then watch. It ends when its
 * announcement is gone (whoever removes it wants it to end, be it with the whole folder), and it starts the router again
 * where that has died.
 */
public final class ServerProcess {
    private static final long WATCH_MILLIS = 500;

    private final ServingFolder folder;
    private final String id;
    private final PredictorSource source;
    private final Launcher launcher;

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
        try (ModelServer server = open()) {
            server.start();
            started.serving(server.url()).write(folder.server(id));
            RouterGuard guard = new RouterGuard(folder, launcher);
            while (Files.exists(folder.server(id))) {
                Thread.sleep(WATCH_MILLIS);
                guard.check();
            }
        } catch (InputException e) {
            started.failed(e.getMessage()).write(folder.server(id));
            throw e;
        }
    }

    private ModelServer open() throws IOException {
        ServedVersion version =
                Protocol.mapper().readValue(Files.readAllBytes(folder.serverLaunch(id)), ServedVersion.class);
        Predictor predictor = source.open(version);
        warmUp(predictor);
        return new ModelServer(predictor, 0, ServerLimits.DEFAULT, folder.requests(), Clock.systemUTC());
    }

    /** The first answer takes longest. A model made by a program of the user's own may have none to a row without any value. */
    private static void warmUp(Predictor predictor) {
        try {
            predictor.predict(missing(predictor.model().features()));
        } catch (InputException e) {
            System.err.println("a row without values has no prediction: " + e.getMessage());
        }
    }

    /** One row without any value. */
    private static Table missing(Schema features) {
        List<ColumnValues> columns = new ArrayList<>();
        for (Column column : features.columns()) {
            columns.add(
                    switch (RowCodec.of(column.type())) {
                        case NUMBER -> new ColumnValues.Numbers(new double[] {Double.NaN});
                        case EPOCH_DAY -> new ColumnValues.Dates(new long[] {ColumnValues.Dates.MISSING});
                        case TEXT, BOOLEAN -> new ColumnValues.Texts(new String[] {null});
                    });
        }
        long[] keys = new long[1];
        Arrays.fill(keys, 0);
        return new Table(features, columns, keys);
    }
}
