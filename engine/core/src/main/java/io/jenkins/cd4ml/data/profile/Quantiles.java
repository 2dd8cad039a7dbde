package io.jenkins.cd4ml.data.profile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.datasketches.memory.Memory;
import org.apache.datasketches.quantilescommon.QuantileSearchCriteria;

/**
 * Quantiles of numbers that come in blocks: a KLL sketch with k = 2000 (Karnin, Lang, Liberty 2016) of every eighth number of each
 * sorted block, the first of them drawn at random. That is what the sketch's own three lowest levels would do with a block, only that
 * the block is larger: of a rank among N it is wrong by {@code 2.3 sqrt(N / 2048)} (standard deviation), beside the
 * sketch's own 0.05 % of N.
 */
final class Quantiles {
    /** Numbers in a block. */
    static final int BLOCK = 2048;

    private static final int K = 2000;
    /** A level of a KLL sketch weighs twice what the one below it does. */
    private static final int LEVELS_LEFT_OUT = 3;

    private static final int STEP = 1 << LEVELS_LEFT_OUT;
    /** Where a sketch's levels stand in its bytes. */
    private static final int LEVELS = 20;

    /** One for each thread, not for each column, of which there may be thousands. */
    private static final ThreadLocal<NumberSort> SORT = ThreadLocal.withInitial(() -> new NumberSort(BLOCK));

    private static final long SEED = 0x9E3779B97F4A7C15L;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final double[] thinned = new double[BLOCK / STEP];
    /** Of every eighth number of whole blocks; null before there is one. */
    private KllDoublesSketch eighths;

    private double lowest = Double.POSITIVE_INFINITY;
    private double highest = Double.NEGATIVE_INFINITY;
    /** Of all other numbers. */
    private KllDoublesSketch all;

    Quantiles() {
        this(KllDoublesSketch.newHeapInstance(K));
    }

    private Quantiles(KllDoublesSketch all) {
        this.all = all;
    }

    /** Takes the first so many numbers of an array, at most {@link #BLOCK}, and leaves them sorted. */
    void add(double[] block, int size) {
        if (size < BLOCK) {
            Arrays.sort(block, 0, size);
            all.update(block, 0, size);
            return;
        }
        if (eighths == null) {
            eighths = KllDoublesSketch.newHeapInstance(K);
        }
        SORT.get().sort(block, size);
        lowest = Math.min(lowest, block[0]);
        highest = Math.max(highest, block[BLOCK - 1]);
        int first = random.nextInt(STEP);
        for (int i = 0; i < thinned.length; i++) {
            thinned[i] = block[first + i * STEP];
        }
        eighths.update(thinned, 0, thinned.length);
    }

    /** Takes a number that many times. */
    void add(double value, long times) {
        all.update(value, times);
    }

    void merge(Quantiles other) {
        whole().merge(other.whole());
    }

    double at(double probability) {
        return whole().getQuantile(probability, QuantileSearchCriteria.INCLUSIVE);
    }

    /** The shares of the numbers below each of the ascending edges, and 1 behind. */
    double[] sharesBelow(double[] edges) {
        return whole().getCDF(edges, QuantileSearchCriteria.EXCLUSIVE);
    }

    byte[] toByteArray() {
        return whole().toByteArray();
    }

    static Quantiles of(byte[] sketch) {
        return new Quantiles(KllDoublesSketch.heapify(Memory.wrap(sketch)));
    }

    /** One sketch of all numbers, in which each has its weight. */
    private KllDoublesSketch whole() {
        if (eighths != null) {
            KllDoublesSketch weighed = KllDoublesSketch.heapify(Memory.wrap(weighed(eighths)));
            weighed.merge(all);
            all = weighed;
            eighths = null;
        }
        return all;
    }

    /**
     * The sketch with each number weighing {@link #STEP} times as much: the same levels above empty ones. In the library's format the
     * number of values stands at byte 8, that of levels at 18, where each level starts from byte 20, then the smallest, the
     * largest and the kept numbers; a level starts at its place in an array with room for all levels.
     */
    private byte[] weighed(KllDoublesSketch sketch) {
        ByteBuffer from = ByteBuffer.wrap(sketch.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        int levels = from.get(18);
        int kept = LEVELS + levels * Integer.BYTES + 2 * Double.BYTES;
        ByteBuffer to = ByteBuffer.allocate(from.capacity() + LEVELS_LEFT_OUT * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        to.put(from.slice(0, LEVELS));
        to.putLong(8, from.getLong(8) * STEP);
        to.put(18, (byte) (levels + LEVELS_LEFT_OUT));
        int room = room(levels + LEVELS_LEFT_OUT) - room(levels);
        for (int i = -LEVELS_LEFT_OUT; i < levels; i++) {
            to.putInt(start(from, Math.max(0, i)) + room);
        }
        to.putDouble(lowest).putDouble(highest);
        int unsorted = (levels == 1 ? room(levels) : start(from, 1)) - start(from, 0);
        double[] lowestLevel = new double[unsorted];
        from.position(kept).slice().order(from.order()).asDoubleBuffer().get(lowestLevel);
        // Only a sketch's lowest level may be in any order, and that one is not the lowest any more.
        Arrays.sort(lowestLevel);
        Arrays.stream(lowestLevel).forEach(to::putDouble);
        to.put(from.position(kept + unsorted * Double.BYTES));
        return to.array();
    }

    private static int start(ByteBuffer image, int level) {
        return image.getInt(LEVELS + level * Integer.BYTES);
    }

    /** Numbers that so many levels have room for: the highest K, each below two thirds of the one above it, at least 8. */
    private static int room(int levels) {
        int room = 0;
        for (int depth = 0; depth < levels; depth++) {
            room += Math.max(8, Math.round(K * Math.pow(2.0 / 3, depth)));
        }
        return room;
    }
}
