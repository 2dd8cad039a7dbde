package io.jenkins.plugins.cd4ml.trends;

import com.fasterxml.jackson.core.JsonGenerator;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.cd4ml.protocol.Protocol;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A job's figures over its builds, as the pages' scripts read them.
 *
 * @param builds the oldest first
 * @param series in the order of the stages, figures by name
 * @param champions builds that made a version the champion
 * @param older whether the job has builds before these
 */
record Trend(List<Build> builds, List<Series> series, List<Champion> champions, boolean older) {

    /**
     * One build.
     *
     * @param url below Jenkins' root
     * @param time start in milliseconds since 1970
     */
    record Build(int number, String name, String url, long time, @CheckForNull String result) {}

    /**
     * One figure of one stage.
     *
     * @param run what the stage's run is called beside {@code build-<number>}; null for the build's own run
     * @param ordinal which of several alike in a build, counted from 1
     */
    record Series(String stage, @CheckForNull String run, int ordinal, String figure, List<Point> points) {}

    /**
     * The figure of one build.
     *
     * @param build its index
     */
    record Point(
            int build,
            double value,
            @CheckForNull Double lower,
            @CheckForNull Double upper,
            @CheckForNull Double threshold) {}

    /** Since the build of that index, this version serves. */
    record Champion(int build, int version, @CheckForNull String model) {}

    /**
     * As JSON. Written number by number: 500 builds have some ten thousand points. A point is an array of the build's index, value, both
     * ends of the interval, threshold, without the nulls at its end; seven digits are more than any chart shows.
     */
    String json() {
        StringWriter text = new StringWriter(64 * 1024);
        try (JsonGenerator json = Protocol.mapper().getFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeBooleanField("older", older);
            json.writeArrayFieldStart("builds");
            for (Build build : builds) {
                write(json, build);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("champions");
            for (Champion champion : champions) {
                json.writeStartObject();
                json.writeNumberField("build", champion.build());
                json.writeNumberField("version", champion.version());
                json.writeStringField("model", champion.model());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("series");
            for (Series one : series) {
                write(json, one);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Build build) throws IOException {
        json.writeStartObject();
        json.writeNumberField("number", build.number());
        json.writeStringField("name", build.name());
        json.writeStringField("url", build.url());
        json.writeNumberField("time", build.time());
        json.writeStringField("result", build.result());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Series series) throws IOException {
        json.writeStartObject();
        json.writeStringField("stage", series.stage());
        if (series.run() != null) {
            json.writeStringField("run", series.run());
        }
        json.writeNumberField("ordinal", series.ordinal());
        json.writeStringField("figure", series.figure());
        json.writeArrayFieldStart("points");
        for (Point point : series.points()) {
            json.writeStartArray();
            json.writeNumber(point.build());
            write(json, point.value());
            if (point.lower() != null || point.upper() != null || point.threshold() != null) {
                write(json, point.lower());
                write(json, point.upper());
                if (point.threshold() != null) {
                    write(json, point.threshold());
                }
            }
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, @CheckForNull Double number) throws IOException {
        if (number == null || !Double.isFinite(number)) {
            json.writeNull();
        } else if (number == Math.rint(number) && Math.abs(number) < 1e15) {
            json.writeNumber((long) (double) number);
        } else {
            json.writeNumber((float) (double) number);
        }
    }
}
