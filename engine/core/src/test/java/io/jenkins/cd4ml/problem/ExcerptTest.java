package io.jenkins.cd4ml.problem;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

public class ExcerptTest {
    @Test
    public void noCharacterIsCutInHalf() {
        assertEquals("abc", Excerpt.of("abc", 3));
        assertEquals("abc\u2026", Excerpt.of("abcd", 3));
        assertEquals("ab\u2026", Excerpt.of("ab\ud83d\ude00d", 3));
        assertEquals("ab\ud83d\ude00\u2026", Excerpt.of("ab\ud83d\ude00d", 4));
    }
}
