package io.jenkins.cd4ml.deploy.process;

import io.jenkins.cd4ml.problem.FileFailure;
import io.jenkins.cd4ml.problem.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The file of {@code deploy.tokenFile}: one token, for its owner's eyes. No message has any of its content. */
public final class TokenFile {
    private static final int LEAST = 16;
    private static final int MOST_BYTES = 4096;
    /** RFC 6750, section 2.1. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private static final Set<PosixFilePermission> OF_OTHERS =
            EnumSet.range(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_EXECUTE);

    private TokenFile() {}

    /**
     * The token.
     *
     * @throws InputException where there is no such file, others than its owner may use it, or it holds no token
     */
    public static String read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw problem(file + " is not a file: write the token into it, for instance with openssl rand -hex 32");
            }
            var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            if (view != null && view.readAttributes().permissions().stream().anyMatch(OF_OTHERS::contains)) {
                throw problem(file + " may be used by others than its owner: chmod 600 " + file);
            }
            if (Files.size(file) > MOST_BYTES) {
                throw problem(file + " is longer than a token can be (" + MOST_BYTES + " bytes)");
            }
            String token = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
            if (token.length() < LEAST || !TOKEN.matcher(token).matches()) {
                throw problem(file + " must hold one token of at least " + LEAST
                        + " letters, digits and . _ ~ + / - with = at its end, such as openssl rand -hex 32 prints");
            }
            return token;
        } catch (IOException e) {
            throw problem(FileFailure.of(e));
        }
    }

    private static InputException problem(String message) {
        return InputException.ofKey("deploy.tokenFile", message);
    }
}
