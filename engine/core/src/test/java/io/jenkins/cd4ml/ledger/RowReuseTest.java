package io.jenkins.cd4ml.ledger;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.LedgerEntry;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.Test;

public class RowReuseTest {
    private static final List<String> KEY = List.of("id");

    @Test
    public void rowsThatHaveJudgedNothingHaveSpentNothing() {
        assertEquals(RowReuse.NONE, RowReuse.of(List.of(), "sha256:a", rows(0, 100)));
        assertEquals(
                RowReuse.NONE,
                RowReuse.of(
                        List.of(entry("r1", "sha256:b", Verdict.FAILED, rows(100, 200))), "sha256:a", rows(0, 100)));
    }

    @Test
    public void everyOtherModelCountsByItsShare() {
        List<LedgerEntry> ledger = List.of(
                entry("r1", "sha256:b", Verdict.FAILED, rows(0, 100)),
                entry("r2", "sha256:c", Verdict.PASSED, rows(75, 200)),
                entry("r3", "sha256:d", null, rows(0, 50)));
        RowReuse reuse = RowReuse.of(ledger, "sha256:a", rows(0, 100));
        assertEquals(3, reuse.judgements());
        assertEquals(1.75, reuse.spent(), 1e-12);
        assertEquals(
                List.of("r1"), reuse.failed().stream().map(e -> e.entry().run()).toList());
    }

    @Test
    public void aModelThatIsJudgedAgainCostsNothingAndKeepsItsPlace() {
        List<LedgerEntry> ledger = new ArrayList<>();
        ledger.add(entry("r1", "sha256:b", Verdict.FAILED, rows(0, 100)));
        ledger.add(entry("r2", "sha256:a", Verdict.FAILED, rows(0, 100)));
        ledger.add(entry("r3", "sha256:b", Verdict.FAILED, rows(0, 100)));
        ledger.add(entry("r4", "sha256:c", Verdict.FAILED, rows(0, 100)));
        RowReuse again = RowReuse.of(ledger, "sha256:a", rows(0, 100));
        assertEquals(1, again.spent(), 0);
        // what came later is not what it was chosen by
        assertEquals(
                List.of("r1", "r2"),
                again.failed().stream().map(e -> e.entry().run()).toList());
        // on more rows it is another question
        assertEquals(2, RowReuse.of(ledger, "sha256:a", rows(0, 101)).judgements());
        assertEquals(3, RowReuse.of(ledger, "sha256:d", rows(0, 100)).spent(), 0);
    }

    /** Whoever reads the ledger could test a guess of a sensitive value against its hash. */
    @Test
    public void sensitiveColumnsAreNotHashed() {
        JudgedRows some = sensitive(numbers(0, 100, 1), true, false, false);
        assertEquals(
                some.sketch(), sensitive(numbers(5, 105, 9), true, false, false).sketch());
        assertEquals(List.of("x", "y"), RowSketch.decode(some.sketch()).columns());
        // the other columns still tell rows apart
        LedgerEntry half = entry("r1", "sha256:b", null, sensitive(numbers(0, 100, 1), true, false, false));
        assertEquals(1, RowReuse.of(List.of(half), "sha256:a", some).spent(), 0);
        // without any that may be read, each judgement counts as one on the same rows
        LedgerEntry hidden = entry("r1", "sha256:b", null, sensitive(numbers(0, 100, 1), true, true, true));
        JudgedRows other = sensitive(numbers(500, 600, 3), true, true, true);
        assertEquals(1, RowReuse.of(List.of(hidden), "sha256:a", other).spent(), 0);
        assertEquals(List.of(), RowSketch.decode(other.sketch()).columns());
    }

    private static JudgedRows sensitive(ColumnValues ids, boolean id, boolean x, boolean y) {
        Schema schema = new Schema(List.of(
                new Column("id", ColumnType.DECIMAL, id),
                new Column("x", ColumnType.DECIMAL, x),
                new Column("y", ColumnType.DECIMAL, y)));
        Table table = new Table(schema, List.of(ids, numbers(0, 100, 3), numbers(0, 100, 2)), new long[100]);
        return JudgedRows.of(table, KEY, "y");
    }

    @Test
    public void ofOneRunTheVerdictWinsOverItsBeginning() {
        List<LedgerEntry> ledger = List.of(
                entry("r1", "sha256:b", null, rows(0, 100)), entry("r1", "sha256:b", Verdict.FAILED, rows(0, 100)));
        RowReuse reuse = RowReuse.of(ledger, "sha256:a", rows(0, 100));
        assertEquals(1, reuse.judgements());
        assertEquals(1, reuse.earlier().size());
        assertTrue(reuse.earlier().get(0).failed());
    }

    @Test
    public void keyedRowsStayTheSameWithOtherColumnsAndLabels() {
        LedgerEntry before = entry("r1", "sha256:b", Verdict.FAILED, rows(0, 100));
        Table changed = new Table(
                schema("id", "x", "added", "y"),
                List.of(
                        numbers(0, 100, 1),
                        numbers(0, 100, 3),
                        numbers(0, 100, 7),
                        new ColumnValues.Numbers(new double[100])),
                new long[100]);
        assertEquals(
                1,
                RowReuse.of(List.of(before), "sha256:a", JudgedRows.of(changed, KEY, "y"))
                        .spent(),
                0);
        // another target is another question
        assertEquals(
                0,
                RowReuse.of(List.of(before), "sha256:a", JudgedRows.of(changed, KEY, "x"))
                        .spent(),
                0);
    }

    @Test
    public void rowsWithoutAKeyAreFoundByTheColumnsThatTheyHadThen() {
        Table narrow = new Table(schema("x", "y"), List.of(numbers(0, 100, 1), numbers(0, 100, 2)), new long[100]);
        Table wide = new Table(
                schema("x", "y", "z"),
                List.of(numbers(0, 100, 1), numbers(0, 100, 2), numbers(0, 100, 3)),
                new long[100]);
        LedgerEntry ofNarrow = entry("r1", "sha256:b", Verdict.FAILED, JudgedRows.of(narrow, List.of(), "y"));
        assertEquals(
                1,
                RowReuse.of(List.of(ofNarrow), "sha256:a", JudgedRows.of(wide, List.of(), "y"))
                        .spent(),
                0);
        // a column is gone: what cannot be compared counts as seen
        LedgerEntry ofWide = entry("r1", "sha256:b", Verdict.FAILED, JudgedRows.of(wide, List.of(), "y"));
        RowReuse assumed = RowReuse.of(List.of(ofWide), "sha256:a", JudgedRows.of(narrow, List.of(), "y"));
        assertEquals(1, assumed.spent(), 0);
        assertEquals(1, assumed.uncomparable());
    }

    @Test
    public void numbersAreTheSameHoweverTheyWereWritten() {
        Table integers = new Table(
                new Schema(List.of(new Column("id", ColumnType.INTEGER, false))),
                List.of(new ColumnValues.Numbers(new double[] {0, 1})),
                new long[2]);
        Table decimals = new Table(
                new Schema(List.of(new Column("id", ColumnType.DECIMAL, false))),
                List.of(new ColumnValues.Numbers(new double[] {-0.0, 1.0})),
                new long[] {5, 6});
        assertEquals(
                JudgedRows.of(integers, KEY, "y").sketch(),
                JudgedRows.of(decimals, KEY, "y").sketch());
    }

    private static LedgerEntry entry(String run, String model, Verdict verdict, JudgedRows rows) {
        return new LedgerEntry(
                Instant.EPOCH, run, model, "sha256:data", "sha256:gates", verdict, 1, rows.sketch(), List.of());
    }

    private static JudgedRows rows(int from, int to) {
        return JudgedRows.of(
                new Table(schema("id", "y"), List.of(numbers(from, to, 1), numbers(from, to, 5)), new long[to - from]),
                KEY,
                "y");
    }

    private static Schema schema(String... names) {
        return new Schema(IntStream.range(0, names.length)
                .mapToObj(i -> new Column(names[i], ColumnType.DECIMAL, false))
                .toList());
    }

    private static ColumnValues numbers(int from, int to, int times) {
        return new ColumnValues.Numbers(
                IntStream.range(from, to).mapToDouble(i -> i * times).toArray());
    }
}
