package io.jenkins.cd4ml.deploy.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.function.Predicate;

/** Whether a text is the token of a serving folder's router, which writes a new one at each start; a server alone has none. */
final class RouterToken implements Predicate<String> {
    private final Path file;
    private volatile byte[] known = new byte[0];

    RouterToken(Path file) {
        this.file = file;
    }

    @Override
    public boolean test(String text) {
        if (text == null || text.isEmpty()) {
            return false;
        }
        byte[] given = text.getBytes(StandardCharsets.UTF_8);
        byte[] last = known;
        if (last.length > 0 && MessageDigest.isEqual(given, last)) {
            return true;
        }
        try {
            byte[] now = Files.readString(file, StandardCharsets.UTF_8).strip().getBytes(StandardCharsets.UTF_8);
            known = now;
            return now.length > 0 && MessageDigest.isEqual(given, now);
        } catch (IOException e) {
            return false;
        }
    }
}
