package io.jenkins.cd4ml.data.profile;

import io.jenkins.cd4ml.protocol.ColumnSummary;
import io.jenkins.cd4ml.table.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Columns and their profiles, from lists of values. */
final class SampleProfiles {
    private SampleProfiles() {}

    static List<String> numbers(int count, IntFunction<String> value) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(value.apply(i));
        }
        return values;
    }

    static List<String> texts(int rows, int different) {
        return numbers(rows, i -> "t" + i % different);
    }

    static ColumnProfile profile(List<String> values, ColumnType declared) {
        ColumnProfile profile = new ColumnProfile(declared);
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) == null) {
                profile.addMissing();
            } else {
                profile.add(values.get(i), "f.csv", i + 1, i);
            }
        }
        return profile;
    }

    static ColumnType type(String... values) {
        return typeOf(List.of(values));
    }

    static ColumnType typeOf(List<String> values) {
        return TypeInference.infer("x", false, profile(values, null)).type();
    }

    static ColumnSummary summary(List<String> values) {
        return summaryOf(profile(values, null));
    }

    static ColumnSummary summaryOf(ColumnProfile profile) {
        return new ProfiledColumn(TypeInference.infer("x", false, profile), profile).summary();
    }
}
