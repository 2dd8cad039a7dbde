package io.jenkins.cd4ml.chain;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.ChainLink;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;

/**
 * What {@code validateModel} judges, by digest: taken before the model is asked, and compared once more when the verdict is made.
 *
 * @param model digest of the model's folder, or of the foreign file
 * @param ofRun whether it is the run's own model
 */
public record JudgedModel(StageContext context, String dataVersion, String model, boolean ofRun, Gates gates) {

    /** {@code foreign}: digest of the file from elsewhere that is judged; null: the run's model is. */
    public static JudgedModel of(StageContext context, String dataVersion, String foreign) throws IOException {
        String model = foreign == null ? ModelDigest.ofFolder(context.run().model()) : foreign;
        return new JudgedModel(context, dataVersion, model, foreign == null, Gates.of(context.configuration()));
    }

    /** The link of the verdict; an {@link InputException} where the model is no longer the one that was judged. */
    public ChainLink link() throws IOException {
        if (ofRun && !ModelDigest.ofFolder(context.run().model()).equals(model)) {
            throw new InputException("the model in " + context.run().model()
                    + " changed while it was judged: run validateModel again when nothing writes to it");
        }
        return new ChainLink(dataVersion, model, gates.digest(), null, null, null, gates.rules(), null);
    }
}
