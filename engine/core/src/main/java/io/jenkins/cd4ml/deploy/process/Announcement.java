package io.jenkins.cd4ml.deploy.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.store.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a process says of itself in a file of its own, written beside and renamed: first that it is there, then that it
 * serves or why it cannot.
 *
 * @param url where it serves; null before it does
 * @param problem one sentence: why it ended; null otherwise
 * @param version what a model server serves; null before it does, and of a router
 * @param refusal the last version that a model server was given and could not take; null: it took them all
 */
public record Announcement(
        ProcessIdentity process, String url, String problem, ServedVersion version, Refusal refusal) {

    /** Of a process that serves no version, or none yet. */
    public Announcement(ProcessIdentity process, String url, String problem) {
        this(process, url, problem, null, null);
    }

    /** A version that was not taken, and one sentence that says why. */
    public record Refusal(ServedVersion version, String problem) {}

    /** This process has started. */
    public static Announcement started() {
        return new Announcement(ProcessIdentity.current(), null, null);
    }

    public Announcement serving(String where) {
        return new Announcement(process, where, null);
    }

    /** A model server that serves that version now. */
    public Announcement serving(String where, ServedVersion what) {
        return new Announcement(process, where, null, what, null);
    }

    /** It goes on serving what it serves, because it could not take that version. */
    public Announcement refusing(ServedVersion wanted, String sentence) {
        return new Announcement(process, url, null, version, new Refusal(wanted, sentence));
    }

    public Announcement failed(String sentence) {
        return new Announcement(process, null, sentence);
    }

    public boolean serves() {
        return url != null;
    }

    public void write(Path file) throws IOException {
        AtomicFile.writeText(file, Protocol.write(this));
    }

    /** Empty where there is no such file, or nothing that a process of ours wrote. */
    public static Optional<Announcement> read(Path file) throws IOException {
        try {
            Announcement found = Protocol.mapper().readValue(Files.readAllBytes(file), Announcement.class);
            return Optional.ofNullable(found).filter(announcement -> announcement.process() != null);
        } catch (NoSuchFileException | JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
