package io.jenkins.cd4ml.data.image;

/** Is asked once the size of an image is known and before any memory is taken for its pixels; throws to refuse it. */
@FunctionalInterface
interface SizeCheck {
    void check(int height, int width);
}
