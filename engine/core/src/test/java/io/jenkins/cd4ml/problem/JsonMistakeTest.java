package io.jenkins.cd4ml.problem;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.Test;

public class JsonMistakeTest {
    @Test
    public void whatIsNoNumberIsToBeSentAsNull() {
        for (String token : List.of("NaN", "Infinity", "-Infinity", "-INF")) {
            assertEquals(
                    token + " is not a JSON value: send null where a number is missing", of("{\"x\": " + token + "}"));
        }
    }

    @Test
    public void nothingOfTheTextIsRepeated() {
        assertEquals(
                "a text without quotes: write texts in double quotes, and true, false and null in small letters",
                of("{\"doctor\": Quillfeather}"));
        for (String text : List.of(
                "{\"doctor\": Quillfeather}",
                "{Quillfeather: 1}",
                "{\"doctor\": 'Quillfeather'}",
                "{\"doctor\": \"Quillfeather",
                "{\"doctor\": \"Quillfeather\" Quillfeather}",
                "{\"doctor\": \"\\Quillfeather\"}",
                "Quillfeather")) {
            assertFalse(text, of(text).contains("uillfeather"));
        }
    }

    private static String of(String text) {
        return JsonMistake.of(assertThrows(JsonProcessingException.class, () -> new ObjectMapper().readTree(text)));
    }
}
