package io.jenkins.cd4ml.data.profile;

import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ExactNumber;
import io.jenkins.cd4ml.table.ValueKind;
import io.jenkins.cd4ml.table.ValueSyntax;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * What was seen of one column: every different text with its count as long as there are at most as many as its {@link ProfileRoom} allows, sketches
 * afterwards. Profiles of parts of the data merge, in any order, to the profile of the whole; whether the result is exact depends
 * on the whole alone. Not thread-safe.
 */
public final class ColumnProfile {
    private final ColumnType declared;
    private final ProfileRoom room;
    private boolean textual;
    private long count;
    private long missing;
    private final long[] kinds = new long[ValueKind.values().length];
    private final Map<ValueKind, Place> first = new EnumMap<>(ValueKind.class);
    private ValueCounts values = new ValueCounts();
    private ColumnSketches sketches;
    private Long distinctOnly;
    private long odd;
    private Place firstOdd;

    /** With the room that columns of most tables have. */
    public ColumnProfile(ColumnType declared) {
        this(declared, ProfileRoom.USUAL);
    }

    /** @param declared the type that the configuration gives the column; null: to be inferred */
    public ColumnProfile(ColumnType declared, ProfileRoom room) {
        this.declared = declared;
        this.room = room;
        this.textual = declared == ColumnType.CATEGORY || declared == ColumnType.TEXT;
    }

    /** From now on every value is a text, whatever it looks like, unless another type is declared. */
    public void makeTextual() {
        textual |= declared == null;
    }

    /** Counts a row without a value. */
    public void addMissing() {
        count++;
        missing++;
    }

    /**
     * Counts a row with a value.
     *
     * @return false where the value is not of the declared type; it was not counted then
     */
    public boolean add(String text, String file, long line, long row) {
        return add(text.toCharArray(), 0, text.length(), any -> new Place(file, line, row, text), 0);
    }

    /**
     * Counts rows.
     *
     * @param places tells where the value of a row stands; it is asked for a few alone
     * <p>A value that is not of the declared type counts as missing, and as an odd one.
     */
    public void add(ColumnTexts texts, IntFunction<Place> places) {
        char[] characters = texts.characters();
        int from = 0;
        for (int row = 0; row < texts.size(); row++) {
            int to = texts.to(row);
            if (from == to) {
                addMissing();
            } else if (!add(characters, from, to, places, row)) {
                addMissing();
                firstOdd = odd++ == 0 ? places.apply(row) : firstOdd;
            }
            from = to;
        }
    }

    /** How many values were not of the declared type. */
    long odd() {
        return odd;
    }

    /** The first of those; null where there is none. */
    Place firstOdd() {
        return firstOdd;
    }

    private boolean add(char[] text, int from, int to, IntFunction<Place> places, int row) {
        if (LongText.isLong(text, from, to)) {
            char[] cut = LongText.cut(text, from, to).toCharArray();
            return addShort(cut, 0, cut.length, places, row);
        }
        return addShort(text, from, to, places, row);
    }

    private boolean addShort(char[] text, int from, int to, IntFunction<Place> places, int row) {
        if (sketches != null) {
            ValueKind kind = sketch(text, from, to);
            if (kind == null) {
                return false;
            }
            if (++kinds[kind.ordinal()] == 1) {
                first.putIfAbsent(kind, places.apply(row));
            }
        } else if (declared != null && !textual && !isDeclared(text, from, to)) {
            return false;
        } else if (values.add(text, from, to, 1)) {
            Place place = places.apply(row);
            first.putIfAbsent(kind(place.text()), place);
            sketchIfTooMany();
        }
        count++;
        return true;
    }

    /** The kind of a value, which was added to the sketches; null where it is not of the declared type. */
    private ValueKind sketch(char[] text, int from, int to) {
        boolean noNumber = textual || declared == null && ValueSyntax.hasLeadingZero(text, from, to);
        double number = noNumber ? Double.NaN : ValueSyntax.number(text, from, to);
        if (!Double.isNaN(number)) {
            if (declared != null && !ValueSyntax.isOf(declared, number)) {
                return null;
            }
            if (ExactNumber.isLarge(number)) {
                sketches.addLarge(new String(text, from, to - from), number, 1);
            } else {
                sketches.add(number);
            }
            boolean whole = number == Math.rint(number) && ValueSyntax.isWhole(text, from, to);
            return whole ? ValueKind.INTEGER : ValueKind.DECIMAL;
        }
        String value = new String(text, from, to - from);
        return declared != null && !ValueSyntax.isOf(declared, value) ? null : sketches.add(value, kind(value), 1);
    }

    private boolean isDeclared(char[] text, int from, int to) {
        if (!declared.isNumeric()) {
            return ValueSyntax.isOf(declared, new String(text, from, to - from));
        }
        double number = ValueSyntax.number(text, from, to);
        return !Double.isNaN(number) && ValueSyntax.isOf(declared, number);
    }

    private ValueKind kind(String text) {
        return isTextual() ? ValueKind.TEXT : ValueSyntax.kind(text);
    }

    boolean isTextual() {
        return textual;
    }

    private void sketchIfTooMany() {
        if (values.size() > room.texts()) {
            sketch();
        }
    }

    private void sketch() {
        if (first.containsKey(ValueKind.CODE)) {
            makeTextual();
        }
        ValueCounts counted = values;
        values = null;
        sketches = new ColumnSketches(room.frequent());
        counted.forEach(this::addCounted);
    }

    /**
     * Adds what another profile of the same column saw. A sensitive column that was read from a file brings no values: the
     * number of different ones is then only known to be at least the larger of the two.
     */
    public void merge(ColumnProfile other) {
        textual |= other.textual;
        count += other.count;
        missing += other.missing;
        other.first.forEach(first::putIfAbsent);
        if (distinctOnly != null || other.distinctOnly != null) {
            distinctOnly = Math.max(distinct(), other.distinct());
            long[] together = kindCounts();
            add(other.kindCounts(), together);
            System.arraycopy(together, 0, kinds, 0, kinds.length);
            values = null;
            sketches = null;
            return;
        }
        if (other.sketches != null && sketches == null) {
            sketch();
        }
        if (other.sketches != null) {
            sketches.merge(other.sketches);
            add(other.kinds, kinds);
        } else {
            other.values.forEach(this::addCounted);
        }
    }

    private void addCounted(String text, long times) {
        if (sketches == null) {
            values.add(text, times);
            sketchIfTooMany();
        } else {
            kinds[sketches.add(text, kind(text), times).ordinal()] += times;
        }
    }

    private static void add(long[] from, long[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += from[i];
        }
    }

    /** Rows, missing ones included. */
    public long count() {
        return count;
    }

    public long missing() {
        return missing;
    }

    public long present() {
        return count - missing;
    }

    /** Whether every different value is known with its count. */
    public boolean isExact() {
        return values != null;
    }

    ProfileRoom room() {
        return room;
    }

    public ColumnType declared() {
        return declared;
    }

    /** Different texts: exact, or estimated, or where no values are known the least number. */
    long distinct() {
        return distinctOnly != null ? distinctOnly : values != null ? values.size() : sketches.distinct();
    }

    /** Number of present values by kind. */
    Map<ValueKind, Long> kinds() {
        long[] counts = kindCounts();
        Map<ValueKind, Long> result = new EnumMap<>(ValueKind.class);
        for (ValueKind kind : ValueKind.values()) {
            if (counts[kind.ordinal()] > 0) {
                result.put(kind, counts[kind.ordinal()]);
            }
        }
        return result;
    }

    private long[] kindCounts() {
        long[] counts = kinds.clone();
        if (values != null) {
            values.forEach((text, times) -> counts[kind(text).ordinal()] += times);
        }
        return counts;
    }

    /** The first value of that kind; empty where there is none or the profile was read from a file. */
    public Optional<Place> first(ValueKind kind) {
        return Optional.ofNullable(first.get(kind));
    }

    /** Null where they are too many or not known. */
    ValueCounts values() {
        return values;
    }

    /** Null where {@link #values()} is not, or nothing is known. */
    ColumnSketches sketches() {
        return sketches;
    }

    /** Takes up what a file says. */
    static ColumnProfile of(ProfileJson.Column json, ProfileRoom room) {
        ColumnProfile profile = new ColumnProfile(json.declared() ? json.type() : null, room);
        profile.textual |= json.textual();
        profile.count = json.count();
        profile.missing = json.missing();
        json.kinds().forEach((kind, times) -> profile.kinds[kind.ordinal()] = times);
        if (json.sketches() != null) {
            profile.values = null;
            profile.sketches = ColumnSketches.of(json.sketches());
        } else if (json.values() != null) {
            json.values().forEach(value -> profile.values.add(value.value(), value.count()));
            Arrays.fill(profile.kinds, 0);
        } else {
            profile.values = null;
            profile.distinctOnly = json.distinct();
        }
        return profile;
    }
}
