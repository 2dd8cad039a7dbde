package io.jenkins.cd4ml.deploy.canary;

/** What so many observations could have seen, in words. */
final class Seen {
    private static final double MOST = 1e9;

    private Seen() {}

    /**
     * {@code "; so many requests can exclude 0.02, for 0.01 it takes about 2400"}.
     *
     * @param half from the estimate to the interval's end
     * @param limit what is to be excluded
     * @param n observations there are
     * @param what they are
     */
    static String of(double half, double limit, long n, String what) {
        if (!(half > 0) || !(limit > 0) || half <= limit) {
            return "";
        }
        double needed = n * (half / limit) * (half / limit);
        return "; so many " + what + " can exclude " + Figures.of(half)
                + (needed < MOST ? ", for " + Figures.of(limit) + " it takes about " + rounded(needed) : "");
    }

    /** Two significant digits, upwards. */
    private static long rounded(double needed) {
        long unit = (long) Math.pow(10, Math.max(0, Math.floor(Math.log10(needed)) - 1));
        return (long) Math.ceil(needed / unit) * unit;
    }
}
