package io.jenkins.cd4ml.deploy.process;

import io.jenkins.cd4ml.config.BatchSettings;
import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.config.RequestLogSettings;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.store.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * How model servers of an environment serve: {@code serving.json} in its folder, written by whoever deploys and read by each
 * server when it starts.
 *
 * @param port of the server on 127.0.0.1; 0: a free one
 * @param sensitiveTarget whether what is predicted must not be written down
 * @param logs folder with {@code requests/} and {@code feedback/}; null: the serving folder itself
 * @param owner a process without which the server is to end, too; null: there is none
 */
public record ServingSettings(
        int port,
        BatchSettings batch,
        RequestLogSettings requestLog,
        boolean sensitiveTarget,
        String logs,
        ProcessIdentity owner) {
    public static final ServingSettings DEFAULT = new ServingSettings(0, null, null, false, null, null);

    public ServingSettings {
        batch = batch == null ? BatchSettings.DEFAULT : batch;
        requestLog = requestLog == null ? RequestLogSettings.DEFAULT : requestLog;
    }

    /** As {@code cd4ml.yaml} has it, for servers behind a router. */
    public static ServingSettings of(Configuration configuration) {
        var target = configuration.data().columns().get(configuration.data().target());
        return new ServingSettings(
                0,
                configuration.deploy().batch(),
                configuration.deploy().requestLog(),
                target != null && target.sensitive(),
                null,
                null);
    }

    /** The same for one server of somebody's own. */
    public ServingSettings standalone(int ownPort, Path folderOfLogs, ProcessIdentity whose) {
        return new ServingSettings(ownPort, batch, requestLog, sensitiveTarget, folderOfLogs.toString(), whose);
    }

    public void write(Path file) throws IOException {
        AtomicFile.writeText(file, Protocol.write(this));
    }

    /** The defaults where there is no such file. */
    public static ServingSettings read(Path file) throws IOException {
        try {
            return Protocol.mapper().readValue(Files.readAllBytes(file), ServingSettings.class);
        } catch (NoSuchFileException e) {
            return DEFAULT;
        }
    }
}
