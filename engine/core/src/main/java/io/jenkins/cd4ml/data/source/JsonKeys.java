package io.jenkins.cd4ml.data.source;

import io.jenkins.cd4ml.problem.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The keys of a file of JSON lines, in the order in which they first appear, and their places in a row. */
final class JsonKeys {
    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> positions = new HashMap<>();
    private long[] lastLine = new long[16];
    private boolean closed;

    /**
     * The position of a key.
     *
     * @throws InputException where it stands twice in its line, or is new when it is too late for new ones
     */
    int position(String file, String key, long line) {
        Integer known = positions.get(key);
        int position = known == null ? add(file, key, line) : known;
        if (lastLine[position] == line) {
            throw InputException.at(file, line, key.strip(), "stands twice in its line: remove one of them");
        }
        lastLine[position] = line;
        return position;
    }

    private int add(String file, String key, long line) {
        String name = key.strip();
        Integer trimmed = positions.get(name);
        if (trimmed != null) {
            positions.put(key, trimmed);
            return trimmed;
        }
        if (closed) {
            throw InputException.at(
                    file,
                    line,
                    name,
                    "is a key that no line had before: the first " + JsonLinesFile.SAMPLE_LINES
                            + " lines tell the columns; give it to one of them, null where it has no value");
        }
        int position = names.size();
        names.add(name);
        positions.put(name, position);
        positions.put(key, position);
        if (position == lastLine.length) {
            lastLine = java.util.Arrays.copyOf(lastLine, position * 2);
        }
        return position;
    }

    /** From now on new keys are refused. */
    List<String> close() {
        closed = true;
        return names;
    }
}
