package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Api;
import hudson.model.ModelObject;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.plugins.cd4ml.registry.HistoryTable;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.verb.GET;

/** All that happened to a model, the latest first: on a page, and as files for other programs. */
@ExportedBean
public final class HistoryPage implements ModelObject {
    private static final int LINES = 100;

    private final ModelPage model;

    HistoryPage(ModelPage model) {
        this.model = model;
    }

    public ModelPage getModel() {
        return model;
    }

    @Override
    public String getDisplayName() {
        return Messages.HistoryPage_title();
    }

    @NonNull
    public String getUrl() {
        return model.getUrl() + "history/";
    }

    /** A page of what holds a text anywhere. */
    @NonNull
    public Sheet<HistoryLine> list(@CheckForNull String filter, @CheckForNull String page) throws IOException {
        String wanted = filter == null ? "" : filter.strip().toLowerCase(Locale.ROOT);
        return Sheet.of(lines().stream().filter(line -> matches(line, wanted)).toList(), page, LINES);
    }

    private static boolean matches(HistoryLine line, String wanted) {
        return Stream.of(
                        line.getSentence(),
                        line.getActor(),
                        line.getAction(),
                        line.getReason(),
                        line.getBuildName(),
                        line.getTime())
                .filter(Objects::nonNull)
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
    }

    /** The latest that tell something. */
    @NonNull
    List<HistoryLine> latest(int most) throws IOException {
        return lines().stream().filter(HistoryLine::isTelling).limit(most).toList();
    }

    @Exported(name = "entries", inline = true)
    @NonNull
    public List<HistoryLine> getEntries() throws IOException {
        return lines();
    }

    private List<HistoryLine> lines() throws IOException {
        List<HistoryEntry> entries = new ArrayList<>(model.history());
        Collections.reverse(entries);
        return entries.stream().map(HistoryLine::new).toList();
    }

    /** The history's file, line for line. */
    @GET
    public HttpResponse doJsonl() throws IOException {
        model.requireReadable();
        return new Download("application/x-ndjson;charset=UTF-8", model.getName() + "-history.jsonl", null, out -> {
            try (InputStream lines = ModelRegistry.get().historyLines(model.getName())) {
                lines.transferTo(out);
            }
        });
    }

    /** The same as a table for spreadsheets. */
    @GET
    public HttpResponse doCsv() throws IOException {
        model.requireReadable();
        return new Download("text/csv;charset=UTF-8", model.getName() + "-history.csv", null, out -> {
            Writer writer = new java.io.OutputStreamWriter(out, java.nio.charset.StandardCharsets.UTF_8);
            HistoryTable.write(model.history(), writer);
            writer.flush();
        });
    }

    public Api getApi() {
        return new Api(this);
    }
}
