package io.jenkins.cd4ml.onnx;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Says what a file is that was taken for ONNX, by its first bytes. */
final class OtherFormat {
    private static final int LOOKED_AT = 512;

    private OtherFormat() {}

    /** {@code a pickle of Python: export the model as ONNX}; empty where the bytes say nothing. */
    static Optional<String> of(byte[] content) {
        String start = new String(content, 0, Math.min(content.length, LOOKED_AT), StandardCharsets.ISO_8859_1);
        String found = null;
        if (start.startsWith("PK\u0003\u0004")) {
            found = "a zip archive (PyTorch, Keras and MLflow write such files)";
        } else if (start.startsWith("\u0080") && start.length() > 1 && start.charAt(1) <= 5) {
            found = "a pickle of Python (scikit-learn, joblib)";
        } else if (start.startsWith("\u0089HDF")) {
            found = "HDF5 (Keras)";
        } else if (start.startsWith("\u001f\u008b")) {
            found = "a gzip archive";
        } else if (start.startsWith("PAR1")) {
            found = "Parquet, a table";
        } else if (start.contains("artifact_path") || start.contains("flavors:")) {
            found = "the MLmodel file of an MLflow model";
        } else if (start.startsWith("version https://git-lfs")) {
            found = "a pointer of Git LFS: fetch the file with git lfs pull, it is";
        } else if (start.strip().startsWith("{")) {
            found = "JSON (XGBoost and LightGBM write such models)";
        } else if (start.strip().toLowerCase(Locale.ROOT).startsWith("<")) {
            found = "XML or HTML (PMML, a page of a server)";
        }
        return Optional.ofNullable(found)
                .map(what -> what.endsWith("it is") ? what + " not here yet" : what + ": export the model as ONNX");
    }
}
