package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.FeaturePreparation.Category;
import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Protocol;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Whether the description of a model can be read again, asked before it is trained. */
final class SpecLength {
    private SpecLength() {}

    /** Refuses a description that is too long, naming the category that takes most of it. */
    static void require(ModelSpec spec) {
        int characters = Protocol.write(spec).length();
        // what is added after the training: the digest of the keys, a longer shift
        if (characters + 1_000 <= Protocol.MAX_CHARACTERS) {
            return;
        }
        List<Category> categories = spec.features().stream()
                .filter(Category.class::isInstance)
                .map(Category.class::cast)
                .toList();
        String longest = categories.stream()
                .max(Comparator.comparingLong(SpecLength::characters))
                .map(category -> String.format(
                        Locale.ROOT,
                        "; most of it are the %,d values of column %s: lower train.maxCategories, or exclude it",
                        category.values().size(),
                        category.column()))
                .orElse(": use fewer features");
        throw InputException.ofKey(
                "train",
                String.format(
                        Locale.ROOT,
                        "the description of the model, %s, would have %,d characters, more than the %,d that are read again%s",
                        ModelFolder.SPEC,
                        characters,
                        Protocol.MAX_CHARACTERS,
                        longest));
    }

    private static long characters(FeaturePreparation.Category category) {
        return category.values().stream().mapToLong(String::length).sum();
    }
}
