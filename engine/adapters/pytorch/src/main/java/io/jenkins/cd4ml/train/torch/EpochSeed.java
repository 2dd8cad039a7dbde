package io.jenkins.cd4ml.train.torch;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * What is random in one epoch, drawn from the training's seed and the epoch's number alone: an epoch after a checkpoint draws what
 * it would have drawn without one.
 */
record EpochSeed(long value) {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    /** Epoch 0 is the network's start. */
    static EpochSeed of(long seed, int epoch) {
        return new EpochSeed(seed + GOLDEN * epoch);
    }

    RandomGenerator generator() {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(value);
    }

    /** For the library's own generator, which decides on dropout. */
    int ofLibrary() {
        return Long.hashCode(value);
    }
}
