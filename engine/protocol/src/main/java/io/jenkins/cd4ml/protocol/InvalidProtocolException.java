package io.jenkins.cd4ml.protocol;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.util.stream.Collectors;

/** Text that is no message of this protocol; the message is one sentence of bounded length: what, and where in the text. */
public final class InvalidProtocolException extends JsonProcessingException {
    private static final long serialVersionUID = 1L;

    private static final int LONGEST = 500;

    InvalidProtocolException(String message) {
        super(bounded(message));
    }

    private InvalidProtocolException(String message, Throwable cause) {
        super(bounded(message), null, cause);
    }

    /** In Jackson's words, with the place: line and column of a syntax error, otherwise the path of the value. */
    static InvalidProtocolException of(JsonProcessingException e) {
        if (e instanceof InvalidProtocolException already) {
            return already;
        }
        String where = "";
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            where = mapping.getPath().stream()
                            .map(step -> step.getFieldName() == null
                                    ? String.valueOf(step.getIndex())
                                    : bounded(step.getFieldName()))
                            .collect(Collectors.joining("/", "/", ""))
                    + ": ";
        } else if (e.getLocation() != null) {
            JsonLocation place = e.getLocation();
            where = "line " + place.getLineNr() + ", column " + place.getColumnNr() + ": ";
        }
        return new InvalidProtocolException(where + e.getOriginalMessage(), e);
    }

    /** A value that has the right type and still no meaning. */
    static InvalidProtocolException of(RuntimeException e) {
        return new InvalidProtocolException(String.valueOf(e.getMessage()), e);
    }

    /** What was read may be hostile: no control characters, no megabytes. */
    private static String bounded(String message) {
        String line = message.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
