package io.jenkins.cd4ml.train;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.config.ImageSettings;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.FeaturePreparation.Numeric;
import io.jenkins.cd4ml.model.ModelSpec.Image;
import io.jenkins.cd4ml.problem.InputException;
import java.util.List;
import org.junit.Test;

public class ImagesTest {
    @Test
    public void sidesAreFoundWhereTheyAreNotGiven() {
        Image square = Images.of(ImageSettings.DEFAULT, 64);
        assertEquals(8, square.height());
        assertEquals(8, square.width());
        assertEquals(2 * 2 * 32, square.outputs());
        Image wide = Images.of(new ImageSettings(null, 10, 3, List.of(4)), 5 * 10 * 3);
        assertEquals(5, wide.height());
        assertEquals("an odd last row is left out", 2 * 5 * 4, wide.outputs());
    }

    @Test
    public void whatIsNoImageIsRefused() {
        assertTrue(message(new ImageSettings(8, 8, 1, null), 65).contains("65 feature columns are no image of 8 x 8"));
        assertTrue(message(new ImageSettings(null, null, null, List.of(1, 1, 1, 1)), 64)
                .contains("4 blocks leave nothing of 8 x 8 pixels"));
    }

    @Test
    public void pixelsShareOneScale() {
        List<FeaturePreparation> shared = Images.onOneScale(List.of(
                new Numeric("a", 0, 0, 1, false), new Numeric("b", 3, 2, 14, false), new Numeric("c", 1, 1, 8, true)));
        for (FeaturePreparation pixel : shared) {
            assertEquals(0, ((Numeric) pixel).shift(), 0);
            assertEquals(16, ((Numeric) pixel).scale(), 0);
            assertEquals(1, pixel.width());
        }
        assertEquals(3, ((Numeric) shared.get(1)).fill(), 0);
    }

    private static String message(ImageSettings settings, int columns) {
        return assertThrows(InputException.class, () -> Images.of(settings, columns))
                .getMessage();
    }
}
