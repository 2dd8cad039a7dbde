package io.jenkins.cd4ml.data.source;

import io.jenkins.cd4ml.table.DatePattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out from the first lines of a CSV file which columns hold dates that are not in ISO 8601, and how they are written: by the
 * patterns that read every value of the column.
 */
public final class DateDetection {
    private static final List<String> DATES = List.of(
            "d.M.yyyy",
            "d/M/yyyy",
            "M/d/yyyy",
            "d-M-yyyy",
            "M-d-yyyy",
            "yyyy/M/d",
            "yyyy.M.d",
            "d-MMM-yyyy",
            "d MMM yyyy",
            "d/MMM/yyyy",
            "d MMMM yyyy",
            "MMM d, yyyy",
            "MMMM d, yyyy",
            "MMM-yyyy",
            "MMMM-yyyy",
            "MMM yyyy",
            "MMMM yyyy",
            "d.M.yy",
            "d/M/yy",
            "M/d/yy",
            "d-MMM-yy");
    private static final List<String> TIMES = List.of("", " H:mm", " H:mm:ss", " h:mm a", " h:mm:ss a", ", H:mm");

    /** A column of fewer values is not looked at: one value may look like anything. */
    private static final int LEAST = 2;

    private DateDetection() {}

    /**
     * The patterns of the columns that hold such dates, by column: one where that is certain, several where only the user knows.
     *
     * @param missing texts that mean "no value"
     */
    public static Map<String, List<String>> of(CsvSample sample, List<String> missing) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        List<List<String>> columns = sample.columns(missing);
        for (int i = 0; i < columns.size(); i++) {
            List<String> patterns = patterns(columns.get(i));
            if (!patterns.isEmpty()) {
                found.put(sample.rows().get(0).get(i), patterns);
            }
        }
        return found;
    }

    private static List<String> patterns(List<String> values) {
        List<String> patterns = new ArrayList<>();
        if (values.size() < LEAST || !values.get(0).chars().anyMatch(c -> " ./-,".indexOf(c) >= 0)) {
            return patterns;
        }
        for (String time : TIMES) {
            for (String date : DATES) {
                DatePattern pattern = DatePattern.of(date + time, "data.columns");
                if (values.stream().allMatch(value -> pattern.iso(value) != null)
                        && patterns.stream()
                                .noneMatch(other -> means(DatePattern.of(other, "data.columns"), pattern, values))) {
                    patterns.add(date + time);
                }
            }
        }
        return patterns;
    }

    /** Whether two patterns read the same dates, as {@code MMM} and {@code MMMM} do where every month is May. */
    private static boolean means(DatePattern one, DatePattern other, List<String> values) {
        return values.stream().allMatch(value -> one.iso(value).equals(other.iso(value)));
    }
}
