package io.jenkins.cd4ml.data;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.jenkins.cd4ml.store.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON of this package's files, streamed: a manifest of a million files is longer than the protocol allows a result to be. */
public final class DataJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    private static final ObjectReader PARTS = MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private DataJson() {}

    static ObjectMapper mapper() {
        return MAPPER;
    }

    /** Reads values in the midst of a document. */
    static ObjectReader parts() {
        return PARTS;
    }

    /** Reads a file; what is not JSON of that type is a {@link com.fasterxml.jackson.core.JsonProcessingException}. */
    public static <T> T read(Path path, Class<T> type) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            T value = MAPPER.readValue(in, type);
            if (value == null) {
                throw MismatchedInputException.from(null, type, "it is empty");
            }
            return value;
        }
    }

    /** Writes a file that people rarely read, without blanks, whole or not at all. */
    public static void writeCompact(Path path, Object value) throws IOException {
        AtomicFile.write(path, out -> {
            MAPPER.writeValue(out, value);
            out.write('\n');
        });
    }

    /** Writes a file, whole or not at all. */
    public static void write(Path path, Object value) throws IOException {
        AtomicFile.write(path, out -> {
            MAPPER.writerWithDefaultPrettyPrinter().writeValue(out, value);
            out.write('\n');
        });
    }
}
