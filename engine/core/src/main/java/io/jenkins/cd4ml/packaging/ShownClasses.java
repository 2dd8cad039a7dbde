package io.jenkins.cd4ml.packaging;

import io.jenkins.cd4ml.artifact.PackageManifest;
import io.jenkins.cd4ml.protocol.TensorSignature;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.Schema;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A package's classes as people may see them: those of a sensitive target are numbered, in their order. The package itself
 * answers with their names.
 *
 * @param classes empty for a regression
 * @param outputs the package's, with these labels
 */
record ShownClasses(List<String> classes, List<TensorSignature> outputs) {

    static ShownClasses of(Schema schema, PackageManifest manifest) {
        if (!schema.find(manifest.target()).map(Column::sensitive).orElse(false)) {
            return new ShownClasses(manifest.classes(), manifest.outputs());
        }
        List<String> numbered = IntStream.rangeClosed(1, manifest.classes().size())
                .mapToObj(i -> "class " + i)
                .toList();
        return new ShownClasses(
                numbered,
                manifest.outputs().stream()
                        .map(output -> output.labels().isEmpty() ? output : relabelled(output, numbered))
                        .toList());
    }

    private static TensorSignature relabelled(TensorSignature output, List<String> labels) {
        return new TensorSignature(
                output.name(), output.column(), output.type(), output.shape(), output.codec(), labels);
    }
}
