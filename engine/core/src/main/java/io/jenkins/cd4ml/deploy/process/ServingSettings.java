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
 * @param tokenFile absolute path of the file with the token that predictions and labels need; null: they need none
 * @param owner a process without which the server is to end, too; null: there is none
 */
public record ServingSettings(
        int port,
        BatchSettings batch,
        RequestLogSettings requestLog,
        boolean sensitiveTarget,
        String logs,
        String tokenFile,
        ProcessIdentity owner) {
    public static final ServingSettings DEFAULT = new ServingSettings(0, null, null, false);

    /** Settings of servers that log in their serving folder, take every caller, and have no owner. */
    public ServingSettings(int port, BatchSettings batch, RequestLogSettings requestLog, boolean sensitiveTarget) {
        this(port, batch, requestLog, sensitiveTarget, null, null, null);
    }

    public ServingSettings {
        batch = batch == null ? BatchSettings.DEFAULT : batch;
        requestLog = requestLog == null ? RequestLogSettings.DEFAULT : requestLog;
    }

    /**
     * As {@code cd4ml.yaml} has it, for servers behind a router.
     *
     * @throws io.jenkins.cd4ml.problem.InputException where the token's file cannot be used
     */
    public static ServingSettings of(Configuration configuration, Path project) {
        String token = configuration.deploy().tokenFile();
        Path tokenFile = token == null ? null : project.resolve(token).toAbsolutePath();
        if (tokenFile != null) {
            TokenFile.read(tokenFile);
        }
        String target = configuration.data().target();
        return new ServingSettings(
                0,
                configuration.deploy().batch(),
                configuration.deploy().requestLog(),
                target != null && configuration.data().isSensitive(target),
                null,
                tokenFile == null ? null : tokenFile.toString(),
                null);
    }

    /** The same for one server of somebody's own. */
    public ServingSettings standalone(int ownPort, Path folderOfLogs, ProcessIdentity whose) {
        return new ServingSettings(
                ownPort, batch, requestLog, sensitiveTarget, folderOfLogs.toString(), tokenFile, whose);
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
