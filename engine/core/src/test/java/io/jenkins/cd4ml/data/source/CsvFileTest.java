package io.jenkins.cd4ml.data.source;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.problem.InputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.Test;

public class CsvFileTest {
    private final List<String> names = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();
    private final List<Long> lines = new ArrayList<>();

    @Test
    public void readsQuotesBlanksAndMissingValues() throws IOException {
        read("a, b ,c\n1,\"x, \"\"y\"\"\",NA\n\n \t2 ,,\" z \"\n3,\"line one\nline two\",null\n4,NAN,x");
        assertEquals(List.of("a", "b", "c"), names);
        assertEquals(
                List.of(
                        Arrays.asList("1", "x, \"y\"", null),
                        Arrays.asList("2", null, "z"),
                        Arrays.asList("3", "line one\nline two", null),
                        Arrays.asList("4", "NAN", "x")),
                rows);
        assertEquals(List.of(2L, 4L, 5L, 7L), lines);
    }

    @Test
    public void readsAllLineEnds() throws IOException {
        for (String end : List.of("\n", "\r\n", "\r")) {
            rows.clear();
            read(String.join(end, "a,b", "1,2", "3,4") + end);
            assertEquals(List.of(List.of("1", "2"), List.of("3", "4")), rows);
        }
    }

    @Test
    public void aByteOrderMarkDecidesTheEncoding() throws IOException {
        for (Charset charset : List.of(
                StandardCharsets.UTF_8,
                StandardCharsets.UTF_16LE,
                StandardCharsets.UTF_16BE,
                Charset.forName("UTF-32LE"),
                Charset.forName("UTF-32BE"))) {
            names.clear();
            rows.clear();
            read("\uFEFFs\u00FCd,\uD83D\uDE00\nja,\u00E9\n".getBytes(charset), ',', StandardCharsets.US_ASCII);
            assertEquals(List.of("s\u00FCd", "\uD83D\uDE00"), names);
            assertEquals(List.of(List.of("ja", "\u00E9")), rows);
        }
    }

    @Test
    public void otherEncodingsAreASetting() throws IOException {
        byte[] bytes = "name\nZ\u00FCrich\n".getBytes(StandardCharsets.ISO_8859_1);
        read(bytes, ',', StandardCharsets.ISO_8859_1);
        assertEquals(List.of(List.of("Z\u00FCrich")), rows);
        assertEquals(
                "data/x.csv:2: not valid UTF-8 (0xFC); say what it is with data.encoding, for instance windows-1252",
                problem(bytes).getMessage());
    }

    @Test
    public void theLineOfABadByteIsRightFarIntoAFile() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write("a,b\r\n".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 50_000; i++) {
            bytes.write("1,\u20AC\r\n".getBytes(StandardCharsets.UTF_8));
        }
        bytes.write(new byte[] {'1', ',', (byte) 0xE9, '\n'});
        assertEquals(50_002, (int) problem(bytes.toByteArray()).problem().line());
        byte[] cutOff = Arrays.copyOf("a\n\u20AC".getBytes(StandardCharsets.UTF_8), 4);
        assertTrue(problem(cutOff).getMessage().startsWith("data/x.csv:2: not valid UTF-8"));
    }

    @Test
    public void textOfAnotherEncodingWithoutMarkIsNamed() {
        assertTrue(problem("a,b\n1,2\n".getBytes(StandardCharsets.UTF_16LE))
                .getMessage()
                .startsWith("data/x.csv:1: has zero bytes: it is no text, or in another encoding"));
    }

    @Test
    public void raggedRowsAreNamed() {
        assertMessage("data/x.csv:3: has 1 field, the header has 2", "a,b\n1,2\n3\n");
        assertMessage("data/x.csv:5: has 3 fields, the header has 2", "a,b\n1,\"2\n3\"\n\n1,2,3\n");
    }

    @Test
    public void badHeadersAreNamed() {
        assertMessage("data/x.csv:1: the file is empty: a header line with the column names must be there", "");
        assertMessage("data/x.csv:1: the file is empty: a header line with the column names must be there", "\n\n");
        assertMessage("data/x.csv:1: column 2 of 3 has no name: give it one", "a,,b\n");
        assertMessage(
                "data/x.csv:1: column a: stands twice in the header, as columns 1 and 3: rename or remove one",
                "a,b, a\n1,2,3\n");
    }

    @Test
    public void brokenQuotesAreNamed() {
        String message = problem("a,b\n1,2\n3,\"4\n5,6\n".getBytes(StandardCharsets.UTF_8))
                .getMessage();
        assertTrue(message, message.startsWith("data/x.csv:3: not CSV from here on: "));
        message = problem("a,b\n1,2\n3,\"4\" x\n".getBytes(StandardCharsets.UTF_8))
                .getMessage();
        assertTrue(message, message.startsWith("data/x.csv:3: not CSV from here on: "));
    }

    @Test
    public void aFailingDiskIsAnIoException() {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Input/output error");
            }
        };
        CsvFormat format = new CsvFormat(',', StandardCharsets.UTF_8, Set.of());
        assertThrows(
                IOException.class,
                () -> CsvFile.read("x", failing, format, h -> new Arrangement(new int[0], 0), (values, line) -> {}));
    }

    @Test
    public void columnsInAnotherOrderAreMappedByName() {
        Header first = Header.of("a.csv", 1, List.of("x", "y", "z"));
        assertEquals(
                "[2, 0, 1]",
                Arrays.toString(Header.of("b.csv", 1, List.of("z", "x", "y"))
                        .into(first)
                        .positions()));
        InputException problem =
                assertThrows(InputException.class, () -> Header.of("b.csv", 1, List.of("z", "x", "w", "v"))
                        .into(first));
        assertEquals(
                "b.csv:1: its columns differ from those of a.csv: it lacks y; only it has w, v", problem.getMessage());
    }

    @Test
    public void theDelimiterIsFound() {
        assertEquals(',', DelimiterDetection.of("a,b\n1,2\n"));
        assertEquals(';', DelimiterDetection.of("a;b\n1,5;2,5\n3,5;4\n"));
        assertEquals('\t', DelimiterDetection.of("a\tb, c\n1\t2\n"));
        assertEquals('|', DelimiterDetection.of("a|b\n\"x;y\"|2\n"));
        assertEquals(';', DelimiterDetection.of("\"a,b\";c\n\"1,2\";3\n"));
        assertEquals(',', DelimiterDetection.of("only\n1\n"));
        assertEquals(',', DelimiterDetection.of("a,b\n1\n2,3\n"));
    }

    private void read(String text) throws IOException {
        read(text.getBytes(StandardCharsets.UTF_8), ',', StandardCharsets.UTF_8);
    }

    private void read(byte[] bytes, char delimiter, Charset charset) throws IOException {
        CsvFormat format = new CsvFormat(delimiter, charset, Set.of("NA", "null"));
        CsvFile.read(
                "data/x.csv",
                new ByteArrayInputStream(bytes),
                format,
                header -> {
                    names.addAll(header.names());
                    return header.into(header);
                },
                (values, line) -> {
                    rows.add(Arrays.asList(values.clone()));
                    lines.add(line);
                });
        Cells cells = new Cells();
        long count = CsvFile.read("data/x.csv", new ByteArrayInputStream(bytes), format, cells::begin, cells);
        assertEquals(count, cells.rows.size());
        assertEquals(rows.subList(rows.size() - cells.rows.size(), rows.size()), cells.rows);
        assertEquals(lines.subList(lines.size() - cells.lines.size(), lines.size()), cells.lines);
    }

    /** Rows as they come value by value. */
    private static final class Cells implements RowHandler, CellHandler {
        private final List<List<String>> rows = new ArrayList<>();
        private final List<Long> lines = new ArrayList<>();
        private String[] values;

        Arrangement begin(Header header) {
            values = new String[header.names().size()];
            return header.into(header);
        }

        @Override
        public void cell(int column, char[] text, int from, int to) {
            assertNull(values[column]);
            values[column] = new String(text, from, to - from);
        }

        @Override
        public void endRow(long line) {
            rows.add(Arrays.asList(values.clone()));
            lines.add(line);
            Arrays.fill(values, null);
        }

        @Override
        public void row(String[] row, long line) {
            throw new AssertionError("CSV comes as cells");
        }
    }

    private InputException problem(byte[] bytes) {
        return assertThrows(InputException.class, () -> read(bytes, ',', StandardCharsets.UTF_8));
    }

    private void assertMessage(String expected, String text) {
        assertEquals(expected, problem(text.getBytes(StandardCharsets.UTF_8)).getMessage());
    }
}
