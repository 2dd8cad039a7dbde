package io.jenkins.cd4ml.deploy.canary;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

public class LoggedRowTest {
    private static final byte[] BODY = {1, 2};

    @Test
    public void theOtherVersionsAnswerCompletesIt() {
        LoggedRow row = new LoggedRow(true, BODY, true, "rain", null);
        assertTrue(row.inSample());
        assertArrayEquals(BODY, row.body());
        assertFalse(row.lacks(true));
        assertTrue(row.lacks(false));
        assertFalse(row.complete());
        row.answer(false, "sun");
        assertTrue(row.complete());
        assertEquals(new PairedRows.Row("rain", "sun", null), row.answers());
        row.label("sun");
        assertEquals(new PairedRows.Row("rain", "sun", "sun"), row.answers());
        row.forgetBody();
        assertNull(row.body());
    }

    @Test
    public void oneOfTheChampionLacksTheCandidatesAnswer() {
        LoggedRow row = new LoggedRow(false, BODY, false, "rain", "rain");
        assertFalse(row.inSample());
        assertTrue(row.lacks(true));
        assertFalse(row.lacks(false));
        row.answer(true, "sun");
        assertEquals(new PairedRows.Row("sun", "rain", "rain"), row.answers());
        assertFalse(new LoggedRow(false, BODY, false, null, null).complete());
    }

    @Test
    public void aLabelOfTheWrongKindIsNone() {
        assertFalse(new LoggedRow(true, BODY, true, "1", null).hasTruth(true));
        assertFalse(new LoggedRow(true, BODY, true, "1", null).hasTruth(false));
        assertTrue(new LoggedRow(true, BODY, true, "1", "rain").hasTruth(false));
        assertFalse(new LoggedRow(true, BODY, true, "1", "rain").hasTruth(true));
        assertTrue(new LoggedRow(true, BODY, true, "1", "2.5e3").hasTruth(true));
        assertFalse(new LoggedRow(true, BODY, true, "1", "NaN").hasTruth(true));
        assertFalse(new LoggedRow(true, BODY, true, "1", "1e999").hasTruth(true));
    }
}
