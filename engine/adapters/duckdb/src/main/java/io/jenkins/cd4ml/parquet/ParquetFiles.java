package io.jenkins.cd4ml.parquet;

import io.jenkins.cd4ml.data.source.CsvFile.HeaderHandler;
import io.jenkins.cd4ml.data.source.CsvFormat;
import io.jenkins.cd4ml.data.source.FolderColumns;
import io.jenkins.cd4ml.data.source.PathReader;
import io.jenkins.cd4ml.data.source.RowHandler;
import io.jenkins.cd4ml.data.source.TextRows;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.runtime.WorkerPipe;
import io.jenkins.cd4ml.runtime.WorkerSpec;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads Parquet files one after the other by one process that starts with the first of them. The number of
 * a row, from 1, stands for its line.
 */
final class ParquetFiles implements PathReader {
    private static final String MAGIC = "PAR1";
    private static final int SHORTEST = 12;

    private final StageContext context;
    private WorkerPipe worker;

    ParquetFiles(StageContext context) {
        this.context = context;
    }

    @Override
    public long read(String name, Path file, CsvFormat format, HeaderHandler columns, RowHandler rows)
            throws IOException {
        requireWhole(name, file);
        if (worker == null) {
            worker = WorkerPipe.start(
                    new WorkerSpec(ParquetWorker.class, List.of(DuckdbPack.NAME), List.of("-Xmx256m"), List.of()),
                    context);
        }
        try {
            worker.say(file.toAbsolutePath().toString());
            FolderColumns all = FolderColumns.of(name, columns);
            return read(name, worker.answers(), format, all, all.rows(rows));
        } catch (IOException e) {
            throw worker.failure(e);
        }
    }

    private static long read(
            String name, DataInputStream answers, CsvFormat format, HeaderHandler columns, RowHandler rows)
            throws IOException {
        if (Frame.read(answers) == Frame.PROBLEM) {
            throw InputException.at(name, 1, null, Frame.text(answers));
        }
        int width = answers.readInt();
        List<String> names = new ArrayList<>();
        Set<String> own = new HashSet<>();
        Set<String> decimals = new HashSet<>();
        for (int i = 0; i < width; i++) {
            names.add(Frame.text(answers));
            OwnType type = OwnType.values()[answers.readByte()];
            if (type == OwnType.TEXT) {
                own.add(names.get(i));
            } else if (type == OwnType.DECIMAL) {
                decimals.add(names.get(i));
            }
        }
        TextRows texts = new TextRows(name, names, own, decimals, format, columns);
        String[] row = new String[width];
        long count = 0;
        while (true) {
            switch (Frame.read(answers)) {
                case ROW -> {
                    for (int i = 0; i < width; i++) {
                        row[i] = Frame.text(answers);
                    }
                    rows.row(texts.arrange(row, ++count), count);
                }
                case END -> {
                    return count;
                }
                default -> throw InputException.at(name, count + 1, null, Frame.text(answers));
            }
        }
    }

    private static void requireWhole(String name, Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            long length = bytes.length();
            byte[] ends = new byte[2 * MAGIC.length()];
            if (length >= SHORTEST) {
                bytes.readFully(ends, 0, MAGIC.length());
                bytes.seek(length - MAGIC.length());
                bytes.readFully(ends, MAGIC.length(), MAGIC.length());
            }
            String found = new String(ends, StandardCharsets.ISO_8859_1);
            if (!found.startsWith(MAGIC)) {
                throw InputException.at(name, 1, null, "is not a Parquet file: it does not begin with " + MAGIC);
            }
            if (!found.endsWith(MAGIC)) {
                throw InputException.at(
                        name,
                        1,
                        null,
                        "is not a whole Parquet file: its end is missing; copy it again, or wait until it is written");
            }
        }
    }

    @Override
    public void close() {
        if (worker != null) {
            worker.close();
        }
    }
}
