package io.jenkins.cd4ml.data.profile;

/**
 * Sums of a block of numbers. Four sums take every fourth number each, so that the processor need not wait for one addition before
 * it begins the next.
 */
final class BlockSums {
    private static final int LANES = 4;

    private BlockSums() {}

    /** The sum of the first so many numbers to about 100 bits: what each addition rounds off (Knuth's two-sum) is summed, too. */
    static TwoPartSum sum(double[] block, int size) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        double lostA = 0;
        double lostB = 0;
        double lostC = 0;
        double lostD = 0;
        int i = 0;
        for (; i <= size - LANES; i += LANES) {
            double nextA = a + block[i];
            double nextB = b + block[i + 1];
            double nextC = c + block[i + 2];
            double nextD = d + block[i + 3];
            lostA += lost(a, block[i], nextA);
            lostB += lost(b, block[i + 1], nextB);
            lostC += lost(c, block[i + 2], nextC);
            lostD += lost(d, block[i + 3], nextD);
            a = nextA;
            b = nextB;
            c = nextC;
            d = nextD;
        }
        TwoPartSum sum = new TwoPartSum();
        for (double part : new double[] {a, b, c, d, lostA, lostB, lostC, lostD}) {
            sum.add(part);
        }
        for (; i < size; i++) {
            sum.add(block[i]);
        }
        return sum;
    }

    private static double lost(double before, double added, double sum) {
        double part = sum - before;
        return (before - (sum - part)) + (added - part);
    }

    /** The sum of the squared distances to the pivot; nothing cancels, so that some thousand of them cost at most the last digits. */
    static double squares(double[] block, int size, double pivot) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i <= size - LANES; i += LANES) {
            a += square(block[i] - pivot);
            b += square(block[i + 1] - pivot);
            c += square(block[i + 2] - pivot);
            d += square(block[i + 3] - pivot);
        }
        for (; i < size; i++) {
            a += square(block[i] - pivot);
        }
        return a + b + (c + d);
    }

    private static double square(double value) {
        return value * value;
    }
}
