package io.jenkins.plugins.cd4ml.trends;

import com.fasterxml.jackson.core.JsonGenerator;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import io.jenkins.cd4ml.protocol.Protocol;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A trend as the pages' scripts read it: by columns, a number a build, so that 500 builds are a few kilobytes. {@code numbers} are
 * those of the builds; a series has {@code values} and, where there are some, {@code lower}, {@code upper}, {@code thresholds}. The
 * whole besides has the catalogue of {@code figures}, the {@code champions}, and of each build {@code seconds} since the start of the
 * one before, and its name where that is not its number.
 */
final class TrendJson {
    /** More than any chart or table shows. */
    private static final int DIGITS = 6;

    private static final double[] POWERS = new double[16];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private final JsonGenerator json;

    private TrendJson(JsonGenerator json) {
        this.json = json;
    }

    /**
     * In UTF-8.
     *
     * @param whole whether the builds, the champions and the catalogue are wanted, too
     */
    static byte[] of(Trend trend, boolean whole) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(32 * 1024);
        try (JsonGenerator json = Protocol.mapper().getFactory().createGenerator(bytes)) {
            new TrendJson(json).write(trend, whole);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void write(Trend trend, boolean whole) throws IOException {
        json.writeStartObject();
        json.writeFieldName("numbers");
        json.writeArray(
                trend.builds().stream().mapToInt(Run::getNumber).toArray(),
                0,
                trend.builds().size());
        if (whole) {
            json.writeBooleanField("older", trend.older());
            writeBuilds(trend.builds());
            writeCatalogue(trend.catalogue());
            writeChampions(trend.champions().marks());
        }
        json.writeArrayFieldStart("series");
        for (Series series : trend.series()) {
            write(series);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeBuilds(List<Run<?, ?>> builds) throws IOException {
        json.writeArrayFieldStart("seconds");
        long before = 0;
        for (Run<?, ?> build : builds) {
            long seconds = build.getStartTimeInMillis() / 1000;
            json.writeNumber(seconds - before);
            before = seconds;
        }
        json.writeEndArray();
        json.writeObjectFieldStart("names");
        for (Run<?, ?> build : builds) {
            String name = build.getDisplayName();
            if (!name.equals("#" + build.getNumber())) {
                json.writeStringField(String.valueOf(build.getNumber()), name);
            }
        }
        json.writeEndObject();
    }

    private void writeCatalogue(Catalogue catalogue) throws IOException {
        Figure first = catalogue.first();
        json.writeStringField("first", first == null ? null : first.key());
        json.writeArrayFieldStart("figures");
        for (Figure figure : catalogue.figures()) {
            json.writeStartObject();
            json.writeStringField("key", figure.key());
            json.writeStringField("stage", figure.stage().step());
            writeText("run", figure.run());
            json.writeNumberField("ordinal", figure.ordinal());
            json.writeStringField("figure", figure.name());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** For each model and environment {@code marks}: build, version, who did it by hand (null for a build), 1 for "again". */
    private void writeChampions(List<ChampionMark> marks) throws IOException {
        Map<List<String>, List<ChampionMark>> places = marks.stream()
                .collect(Collectors.groupingBy(
                        mark -> Arrays.asList(mark.model(), mark.environment()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        json.writeArrayFieldStart("champions");
        for (List<ChampionMark> place : places.values()) {
            json.writeStartObject();
            writeText("model", place.get(0).model());
            writeText("environment", place.get(0).environment());
            json.writeArrayFieldStart("marks");
            for (ChampionMark mark : place) {
                write(mark);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void write(ChampionMark mark) throws IOException {
        json.writeStartArray();
        json.writeNumber(mark.build());
        json.writeNumber(mark.version());
        if (mark.by() != null || mark.back()) {
            json.writeString(mark.by());
        }
        if (mark.back()) {
            json.writeNumber(1);
        }
        json.writeEndArray();
    }

    private void writeText(String name, @CheckForNull String text) throws IOException {
        if (text != null) {
            json.writeStringField(name, text);
        }
    }

    private void write(Series series) throws IOException {
        json.writeStartObject();
        json.writeStringField("key", series.figure().key());
        write("values", series.values());
        write("lower", series.lower());
        write("upper", series.upper());
        write("thresholds", series.thresholds());
        json.writeEndObject();
    }

    /** Nothing at all where there is no number. */
    private void write(String name, double[] numbers) throws IOException {
        boolean some = false;
        for (double number : numbers) {
            some |= Double.isFinite(number);
        }
        if (some) {
            json.writeArrayFieldStart(name);
            for (double number : numbers) {
                write(number);
            }
            json.writeEndArray();
        }
    }

    private void write(double number) throws IOException {
        if (!Double.isFinite(number)) {
            json.writeNull();
        } else if (number == Math.rint(number) && Math.abs(number) < 1e15) {
            json.writeNumber((long) number);
        } else {
            json.writeNumber(rounded(number));
        }
    }

    /** To so many significant digits where that is a matter of decimals; very large and very small numbers stay as they are. */
    static double rounded(double number) {
        int decimals = DIGITS - 1 - (int) Math.floor(Math.log10(Math.abs(number)));
        return decimals < 0 || decimals >= POWERS.length
                ? number
                : Math.rint(number * POWERS[decimals]) / POWERS[decimals];
    }
}
