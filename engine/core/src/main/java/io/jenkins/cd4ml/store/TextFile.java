package io.jenkins.cd4ml.store;

import io.jenkins.cd4ml.problem.InputException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads text files that cd4ml has written, as UTF-8: one that holds anything else is named as damaged. */
public final class TextFile {
    private TextFile() {}

    /** The whole text. */
    public static String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw damaged(file);
        }
    }

    /** Its lines. */
    public static List<String> lines(Path file) throws IOException {
        return read(file).lines().toList();
    }

    private static InputException damaged(Path file) {
        return new InputException(
                file + " is damaged: it holds bytes that are not UTF-8 text; restore it from a backup, or"
                        + " remove it and run the stage that wrote it again");
    }
}
