package io.jenkins.plugins.cd4ml.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.cd4ml.protocol.Event;
import io.jenkins.cd4ml.protocol.Protocol;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** How far a running stage is: the last words of its events, in memory alone. Lines that are no events are passed over. */
public final class LiveProgress {
    private static final int LONGEST_LINE = 64 * 1024;
    private static final int MOST_POINTS = 1000;
    private static final int MOST_FIGURES = 50;

    private String message;
    private Event progress;
    private String series = UUID.randomUUID().toString();
    private long dropped;
    private final Deque<Map<String, Double>> metrics = new ArrayDeque<>();

    /** Takes in lines of {@code events.jsonl}. */
    public synchronized void accept(String lines) {
        lines.lines().filter(line -> line.length() <= LONGEST_LINE).forEach(line -> {
            try {
                accept(Protocol.readEvent(line));
            } catch (JsonProcessingException e) {
                // whoever wrote this line is not the engine; the log shows what it printed
            }
        });
    }

    private synchronized void accept(Event event) {
        switch (event.kind()) {
            case STARTED -> {
                message = Figures.text(event.message());
                progress = null;
                metrics.clear();
                dropped = 0;
                series = UUID.randomUUID().toString();
            }
            case PROGRESS -> {
                progress = event;
                message = event.message() == null ? message : Figures.text(event.message());
            }
            case METRICS -> {
                if (event.metrics() != null && event.metrics().size() <= MOST_FIGURES) {
                    metrics.addLast(new TreeMap<>(event.metrics()));
                }
                if (metrics.size() > MOST_POINTS) {
                    metrics.removeFirst();
                    dropped++;
                }
            }
            case MESSAGE, WARNING, FINISHED -> message = Figures.text(event.message());
        }
    }

    /** The last sentence; null before the first one. */
    @CheckForNull
    public synchronized String getMessage() {
        return message;
    }

    /** Units of work that are done; null where nothing was said. */
    @CheckForNull
    public synchronized Long getDone() {
        return progress == null ? null : progress.done();
    }

    /** Units of work there are; null where that is not known. */
    @CheckForNull
    public synchronized Long getTotal() {
        return progress == null ? null : progress.total();
    }

    /** Name of the units. */
    @CheckForNull
    public synchronized String getUnit() {
        return progress == null ? null : Figures.text(progress.unit());
    }

    /** Share of the work that is done, in percent; null where that is not known. */
    @CheckForNull
    public synchronized Integer getPercent() {
        Long done = getDone();
        Long total = getTotal();
        return done == null || total == null || total <= 0
                ? null
                : (int) Math.max(0, Math.min(100, Math.floor(100.0 * done / total)));
    }

    /** The last figures; empty before the first ones. */
    public synchronized Map<String, Double> getLastMetrics() {
        return metrics.isEmpty() ? Map.of() : metrics.getLast();
    }

    /**
     * The figures since a point, in order; all that are kept, the last 1000, where the caller knows another series: a stage that
     * started again begins a new one.
     */
    synchronized Points points(@CheckForNull String known, long from) {
        long first = series.equals(known) ? Math.max(dropped, Math.min(from, dropped + metrics.size())) : dropped;
        return new Points(series, first, metrics.stream().skip(first - dropped).toList());
    }

    /**
     * A part of a series.
     *
     * @param series identity of the series
     * @param from number of the first point here, counted from the series' beginning
     */
    record Points(String series, long from, List<Map<String, Double>> points) {}
}
