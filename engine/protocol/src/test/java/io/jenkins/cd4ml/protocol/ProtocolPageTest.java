package io.jenkins.cd4ml.protocol;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.Test;

/** The page on the protocol names every field and every word there is. */
public class ProtocolPageTest {
    @Test
    public void everyFieldAndEveryWordIsOnThePage() throws Exception {
        String page = Files.readString(Path.of("../docs/protocol.md"));
        List<String> missing = new ArrayList<>();
        for (Class<?> type : types()) {
            if (type.isEnum()) {
                for (Object word : type.getEnumConstants()) {
                    String text = Protocol.mapper().valueToTree(word).asText();
                    note(page, type.getSimpleName(), text, missing);
                }
            } else {
                for (RecordComponent field : type.getRecordComponents()) {
                    note(page, type.getSimpleName(), field.getName(), missing);
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    public void theLimitsAreThoseOfTheReader() throws Exception {
        String page = Files.readString(Path.of("../docs/protocol.md"));
        assertEquals(16 << 20, Protocol.MAX_CHARACTERS);
        assertTrue(page.contains("longer than 16 Mi characters"));
        assertTrue(page.contains("`protocol` is the version of this contract, now " + Protocol.VERSION));
        for (Verdict verdict : Verdict.values()) {
            assertTrue(page.contains("| `" + verdict + "` | " + verdict.exitCode() + " |"));
        }
    }

    private static void note(String page, String type, String name, List<String> missing) {
        if (!page.contains("`" + name + "`")) {
            missing.add(type + "." + name);
        }
    }

    /** Requests, results, events, details, and all they are made of. */
    private static Set<Class<?>> types() {
        Set<Class<?>> found = new LinkedHashSet<>();
        List<Type> open = new ArrayList<>(List.of(StageRequest.class, StageResult.class, Event.class));
        open.addAll(List.of(StageDetail.class.getPermittedSubclasses()));
        while (!open.isEmpty()) {
            Type type = open.remove(open.size() - 1);
            if (type instanceof ParameterizedType generic) {
                open.addAll(List.of(generic.getActualTypeArguments()));
            } else if (type instanceof Class<?> plain
                    && (plain.isRecord() || plain.isEnum())
                    && plain.getPackage() == Protocol.class.getPackage()
                    && found.add(plain)
                    && plain.isRecord()) {
                for (RecordComponent field : plain.getRecordComponents()) {
                    open.add(field.getGenericType());
                }
            }
        }
        return found;
    }
}
