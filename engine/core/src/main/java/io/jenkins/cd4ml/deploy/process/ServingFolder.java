package io.jenkins.cd4ml.deploy.process;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.registry.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** What serves an environment keeps here: {@code .cd4ml/deploy/<environment>/}. Who finds what where. */
public record ServingFolder(Path path) {

    /** The folder of an environment; {@code home} is the project's {@code .cd4ml}. */
    public static ServingFolder of(Path home, String environment) {
        if (!environment.matches("[A-Za-z0-9_][A-Za-z0-9._-]*")) {
            throw new InputException(
                    "the environment '" + environment
                            + "' names a folder: use letters, digits, '.', '_' and '-', and begin with a letter, a digit or '_'");
        }
        return new ServingFolder(home.resolve("deploy").resolve(environment).toAbsolutePath());
    }

    /** Makes the folders; only their owner may look into them. */
    public ServingFolder create() throws IOException {
        Files.createDirectories(path.getParent());
        for (Path folder : new Path[] {path, servers(), logs(), requests(), feedback(), temporary()}) {
            if (!Files.isDirectory(folder)) {
                Files.createDirectory(folder);
                if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
                }
            }
        }
        return this;
    }

    public boolean exists() {
        return Files.isDirectory(path);
    }

    /** {@code router.json}: the announcement of the router; gone when it was stopped on purpose. */
    public Path router() {
        return path.resolve("router.json");
    }

    /** {@code router.alive}: has a new time every second, as long as the router does its work. */
    public Path routerAlive() {
        return path.resolve("router.alive");
    }

    /** {@code router.launch.json}: how the router is to be started, also by whoever finds it dead. */
    public Path routerLaunch() {
        return path.resolve("router.launch.json");
    }

    /** {@code admin.token}: what the router wants to hear from whoever steers it. */
    public Path token() {
        return path.resolve("admin.token");
    }

    /** {@code journal.jsonl}: what a restarted router must know. */
    public Path journal() {
        return path.resolve("journal.jsonl");
    }

    /** {@code decision.json}: what the registry of the deployment's caller says of a proposed version. */
    public Path decision() {
        return path.resolve(Decision.FILE);
    }

    /** {@code router.lock}: held by the one router of the environment as long as it lives. */
    public Path routerLock() {
        return path.resolve("router.lock");
    }

    /** {@code standby.lock}: held by the one process that waits to be the next router. */
    public Path standbyLock() {
        return path.resolve("standby.lock");
    }

    /** {@code driver.lock}: held by the one deployment that is under way. */
    public Path driverLock() {
        return path.resolve("driver.lock");
    }

    /** {@code kept}: there while somebody wants the environment to go on serving when no deployment is under way. */
    public Path kept() {
        return path.resolve("kept");
    }

    /** {@code servers/}: announcements and launch files of model servers. */
    public Path servers() {
        return path.resolve("servers");
    }

    /** {@code servers/<id>.json}: the announcement of a server; it ends when this is gone. */
    public Path server(String id) {
        return servers().resolve(id + ".json");
    }

    /** {@code servers/<id>.launch.json}: the {@link ServedVersion} that it is to serve. */
    public Path serverLaunch(String id) {
        return servers().resolve(id + ".launch.json");
    }

    /** {@code requests/}: the request logs. */
    public Path requests() {
        return path.resolve("requests");
    }

    /** {@code feedback/}: the right answers that callers sent later. */
    public Path feedback() {
        return path.resolve("feedback");
    }

    /** {@code serving.json}: the {@link ServingSettings} of servers that start from now on. */
    public Path settings() {
        return path.resolve("serving.json");
    }

    /** {@code logs/}: what the processes print. */
    public Path logs() {
        return path.resolve("logs");
    }

    /** {@code temporary/}: a folder for each process. */
    public Path temporary() {
        return path.resolve("temporary");
    }

    /** {@code temporary/<name>/}: what a process and its libraries unpack; emptied before the process starts again. */
    public Path temporary(String name) {
        return temporary().resolve(name);
    }

    /** {@code logs/<name>.log}. */
    public Path log(String name) {
        return logs().resolve(name + ".log");
    }
}
