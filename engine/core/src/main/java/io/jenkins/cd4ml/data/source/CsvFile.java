package io.jenkins.cd4ml.data.source;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.jenkins.cd4ml.problem.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Iterator;

/** Reads one CSV file (RFC 4180, any of the delimiters, lines ending in LF, CRLF or CR; empty lines are skipped). */
public final class CsvFile {
    private CsvFile() {}

    /**
     * Gives every row to the handler and reads the stream to its end.
     *
     * @param file the name for messages
     * @param columns takes the file's header; its order is the order of the values
     * @param rows gets cells where it is a {@link CellHandler}
     * @return number of rows
     * @throws InputException naming file and line where the file is not what it should be
     */
    public static long read(String file, InputStream in, CsvFormat format, HeaderHandler columns, RowHandler rows)
            throws IOException {
        if (rows instanceof CellHandler cells) {
            return readCells(file, in, format, columns, cells);
        }
        CellTexts texts = new CellTexts(rows);
        HeaderHandler measured = header -> {
            Arrangement arrangement = columns.header(header);
            texts.width(arrangement.width());
            return arrangement;
        };
        return readCells(file, in, format, measured, texts);
    }

    private static long readCells(
            String file, InputStream in, CsvFormat format, HeaderHandler columns, CellHandler cells)
            throws IOException {
        CsvDialect dialect = format.dialect();
        CsvFields fields = new CsvFields(file, format, cells);
        UnreadableInput unreadable = cells instanceof CellTexts ? format.unreadable() : null;
        DecodingReader decoding = new DecodingReader(in, format.charset(), file, unreadable != null);
        Reader text = decoding;
        skip(text, dialect.skipLines());
        if (dialect.escape() != null) {
            text = new UnescapedQuotes(text, dialect.escape());
        }
        CsvReader<CsvFields> reader = CsvReader.builder()
                .fieldSeparator(format.delimiter())
                .trimWhitespacesAroundQuotes(dialect.blanks())
                .commentStrategy(dialect.comment() == null ? CommentStrategy.NONE : CommentStrategy.SKIP)
                .commentCharacter(dialect.comment() == null ? '#' : dialect.comment())
                .allowMissingFields(true)
                .allowExtraFields(true)
                // A quote in the middle of a value is part of it where the rest is to be judged all the same.
                .allowExtraCharsAfterClosingQuote(unreadable != null)
                .allowUnclosedQuote(false)
                .build(fields, text);
        if (unreadable != null) {
            fields.watch(decoding::hasReplaced);
        }
        long count = 0;
        try {
            Iterator<CsvFields> records = reader.iterator();
            if (!records.hasNext()) {
                throw InputException.at(
                        file, 1, null, "the file is empty: a header line with the column names must be there");
            }
            records.next();
            if (fields.isDamaged()) {
                throw decoding.wrongEncoding(fields.line());
            }
            Header header = Header.of(file, fields.line(), fields.names());
            fields.arrange(header, columns.header(header));
            if (!dialect.header()) {
                fields.giveFirst();
                cells.endRow(fields.line());
                count++;
            }
            while (records.hasNext()) {
                records.next();
                boolean bad = !fields.isComplete() || fields.isDamaged();
                if (bad && unreadable != null && cells instanceof CellTexts texts) {
                    unreadable.line(file, fields.line());
                    texts.drop();
                    continue;
                }
                fields.requireComplete();
                cells.endRow(fields.line());
                count++;
            }
            return count;
        } catch (CsvParseException e) {
            if (unreadable != null && !(e.getCause() instanceof InputException) && fields.isArranged()) {
                text.transferTo(Writer.nullWriter());
                for (long line = fields.line(); line < Math.max(fields.line() + 1, decoding.line()); line++) {
                    unreadable.line(file, line);
                }
                return count;
            }
            throw unreadable(file, fields.line(), e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void skip(Reader text, int lines) throws IOException {
        int left = lines;
        for (int c = 0; left > 0 && c >= 0; ) {
            c = text.read();
            left -= c == '\n' ? 1 : 0;
        }
    }

    private static InputException unreadable(String file, long line, CsvParseException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (cause instanceof InputException known) {
            return known;
        }
        return InputException.at(
                file,
                line,
                null,
                "not CSV from here on: " + cause.getMessage() + " (a quote in a value is written twice)");
    }

    /** Takes a file's header and says where each of its columns goes. */
    @FunctionalInterface
    public interface HeaderHandler {
        Arrangement header(Header header);
    }
}
