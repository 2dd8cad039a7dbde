package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.data.source.Labels;
import io.jenkins.cd4ml.data.source.RequestLog.Logged;
import io.jenkins.cd4ml.data.source.RequestSample;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.table.Schema;

/** What is special about rows of request logs: samples of different shares, labels that came later, torn lines. */
final class LoggedRows {
    private final String target;
    private final Labels labels;
    private double smallest = 1;
    private double largest;
    private int leftOut;
    private int labelled;
    private int torn;

    LoggedRows(String target, Labels labels) {
        this.target = target;
        this.labels = labels;
    }

    /** A log with that share of all requests is among the files. */
    void include(double share) {
        smallest = Math.min(smallest, share);
        largest = Math.max(largest, share);
    }

    /** Whether the row is in the smallest sample, so that every request had the same chance to be looked at. */
    boolean isWanted(Logged row) {
        boolean wanted = row.id() == null || RequestSample.contains(row.id(), smallest);
        leftOut += wanted ? 0 : 1;
        return wanted;
    }

    /** Gives the row its label, where one was sent and no row of the same request has it. */
    void label(String[] values, Schema schema, boolean[] present, Logged row) {
        String truth = row.id() == null || labels.isEmpty() ? null : labels.once(row.id(), row.index());
        int position = target == null ? -1 : schema.indexOf(target);
        if (truth != null && position >= 0) {
            values[position] = truth;
            present[position] = true;
            labelled++;
        }
    }

    void torn(int lines) {
        torn += lines;
    }

    int labelled() {
        return labelled;
    }

    /** Says what was left out, and why. */
    void tell(EventSink events) {
        int tornLines = torn + labels.torn();
        if (tornLines > 0) {
            events.warning(tornLines + (tornLines == 1 ? " line was" : " lines were")
                    + " left out: the last of a log, torn by a crash or being written now");
        }
        if (leftOut > 0) {
            events.warning(leftOut + " logged rows were left out: the logs have samples of different shares, from "
                    + smallest + " to " + largest + ", and the smallest holds for all");
        }
        if (!labels.isEmpty()) {
            events.message(labelled + " logged rows have a label that was sent later"
                    + (labels.unused() == 0
                            ? ""
                            : "; " + labels.unused() + " labels belong to no logged request and were left aside"));
        }
    }
}
