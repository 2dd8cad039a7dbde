package io.jenkins.cd4ml.data.suggestion;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.data.suggestion.ConstraintRules.Range;
import io.jenkins.cd4ml.protocol.ColumnSummary;
import io.jenkins.cd4ml.protocol.ValueCount;
import io.jenkins.cd4ml.testing.Oracle;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** The rules against what Deequ documents of them. */
public class ConstraintRulesTest {
    @Test
    public void completenessIsKeptAtTheLowerEndOfItsInterval() {
        assertEquals(Optional.of(1.0), completeness(100, 0));
        assertEquals("0.9 - 1.96 * 0.03 = 0.8412", Optional.of(0.84), completeness(100, 10));
        assertEquals("0.5 - 1.96 * 0.005 = 0.4902", Optional.of(0.49), completeness(10_000, 5_000));
        assertEquals("at most a fifth", Optional.empty(), completeness(100, 80));
        assertEquals("0.21 - 1.96 * 0.0407 = 0.1301", Optional.of(0.13), completeness(100, 79));
        assertEquals("below zero", Optional.of(0.0), completeness(3, 2));
        assertEquals(Optional.empty(), completeness(0, 0));
    }

    @Test
    public void theIntervalIsWaldsAsNumPyComputesIt() throws Exception {
        JsonNode bounds = Oracle.python(
                List.of("numpy"),
                """
                import numpy as np, json
                out = []
                for n in (7, 50, 1461, 100003):
                    for k in range(1, 10):
                        p = k / 10
                        out.append([p, n, float(max(0, np.floor((p - 1.96 * np.sqrt(p * (1 - p) / n)) * 100) / 100))])
                print(json.dumps(out))
                """,
                "");
        for (JsonNode bound : bounds) {
            assertEquals(
                    bound.toString(),
                    bound.get(2).asDouble(),
                    ConstraintRules.lowerBound(
                            bound.get(0).asDouble(), bound.get(1).asLong()),
                    1e-12);
        }
    }

    @Test
    public void aTenthOfTheValuesMayStandOnce() {
        assertEquals(Optional.of(new Range(List.of("a", "b"), 1)), ConstraintRules.range(counts(70, 30)));
        List<Integer> tenth = new ArrayList<>(List.of(50, 9, 9, 9, 9, 9, 9, 9, 9, 1));
        assertEquals(
                1,
                ConstraintRules.range(counts(tenth.toArray(Integer[]::new)))
                        .orElseThrow()
                        .mostly(),
                0);
    }

    @Test
    public void fourTenthsMayWhereTheFrequentOnesCoverMost() {
        // Coverage 60 + 30 = 90 of 93: 0.9677 - 1.96 sqrt(0.9677 * 0.0323 / 93) = 0.9318.
        assertEquals(Optional.of(new Range(List.of("a", "b"), 0.93)), ConstraintRules.range(counts(60, 30, 2, 1)));
        assertEquals("half of them", Optional.empty(), ConstraintRules.range(counts(60, 30, 1, 1)));
        assertEquals("all needed to cover", Optional.empty(), ConstraintRules.range(counts(2, 2, 1)));
        assertEquals(Optional.empty(), ConstraintRules.range(List.of()));
        Integer[] many = new Integer[121];
        java.util.Arrays.fill(many, 5);
        assertEquals("too many", Optional.empty(), ConstraintRules.range(counts(many)));
    }

    @Test
    public void personalDataGoesByItsNames() {
        for (String name :
                List.of("email", "E-Mail", "customerEmail", "user_ssn", "Date of birth", "phone2", "home_address")) {
            assertTrue(name, PersonalNames.matches(name, 0));
        }
        for (String name : List.of("name", "patient_name", "UserName")) {
            assertTrue(name, PersonalNames.matches(name, 0.9));
            assertTrue(name, !PersonalNames.matches(name, 0.1));
        }
        for (String name : List.of("temperature", "addressee_count", "mailbox", "shipment", "filename_length")) {
            assertTrue(name, !PersonalNames.matches(name, 1));
        }
    }

    private static List<ValueCount> counts(Integer... counts) {
        List<ValueCount> values = new ArrayList<>();
        for (int count : counts) {
            values.add(new ValueCount(Character.toString('a' + values.size()), count));
        }
        return values;
    }

    private static Optional<Double> completeness(long count, long missing) {
        return ConstraintRules.completeness(new ColumnSummary(
                "x",
                "decimal",
                false,
                count,
                missing,
                5,
                true,
                BigDecimal.ZERO,
                BigDecimal.ONE,
                0.5,
                0.1,
                List.of(),
                List.of(),
                null));
    }
}
