package io.jenkins.cd4ml.train;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.FeaturePreparation.Category;
import io.jenkins.cd4ml.model.FeaturePreparation.Pixels;
import io.jenkins.cd4ml.model.FeaturePreparation.Plain;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.problem.InputException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.Test;

/** What a category with very many values takes is reported before the rows are laid out. */
public class MatrixMemoryTest {
    private static final long GB = 1L << 30;

    @Test
    public void namesTheCategoryThatTakesTheMemory() {
        List<FeaturePreparation> features =
                List.of(new Plain("age"), category("city", 20_000, ""), category("sex", 2, ""));
        assertEquals(
                "train: 20,000 rows of 20,005 inputs take 1.5 GB, more than half of the 2.0 GB of Java heap that the engine may"
                        + " take, 20,001 of them for the values of column city: lower train.maxCategories, or use fewer rows or"
                        + " columns, or give it more (CD4ML_OPTS=-Xmx3g)",
                assertThrows(InputException.class, () -> MatrixMemory.require(features, 20_000, 2 * GB))
                        .getMessage());
        MatrixMemory.require(features, 20_000, 3 * GB);
    }

    @Test
    public void numbersAloneHaveNoCategoryToBlame() {
        List<FeaturePreparation> features = IntStream.range(0, 1_000)
                .<FeaturePreparation>mapToObj(i -> new Plain("c" + i))
                .toList();
        assertEquals(
                "train: 1,000,000 rows of 1,000 inputs take 3.7 GB, more than half of the 4.0 GB of Java heap that the engine may"
                        + " take: use fewer rows or columns, or give it more (CD4ML_OPTS=-Xmx8g)",
                assertThrows(InputException.class, () -> MatrixMemory.require(features, 1_000_000, 4 * GB))
                        .getMessage());
        // pixels stay in a file
        MatrixMemory.require(List.of(new Pixels("image", 150_528, 0, 1)), 1_000_000, GB);
    }

    @Test
    public void aDescriptionThatCouldNotBeReadIsRefusedBeforeTheTraining() {
        ModelSpec spec = spec(List.of(category("id", 20_000, "v".repeat(900)), category("sex", 2, "")));
        String message = assertThrows(InputException.class, () -> SpecLength.require(spec))
                .getMessage();
        assertTrue(
                message,
                message.matches(
                        "train: the description of the model, model\\.json, would have 18,\\d{3},\\d{3} characters, more than"
                                + " the 16,777,216 that are read again; most of it are the 20,000 values of column id: lower"
                                + " train\\.maxCategories, or exclude it"));
        SpecLength.require(spec(List.of(category("id", 20_000, ""))));
    }

    private static ModelSpec spec(List<FeaturePreparation> features) {
        return new ModelSpec("linear", Task.CLASSIFICATION, "y", List.of("a", "b"), features, List.of(), 0, 1, "");
    }

    private static Category category(String column, int values, String prefix) {
        return new Category(
                column, IntStream.range(0, values).mapToObj(i -> prefix + i).toList());
    }
}
