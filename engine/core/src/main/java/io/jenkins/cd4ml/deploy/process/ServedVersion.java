package io.jenkins.cd4ml.deploy.process;

import io.jenkins.cd4ml.protocol.ModelReference;
import java.nio.file.Path;

/**
 * A model version that a server is to serve.
 *
 * @param version as callers see it: its number in the registry, or where it has none the first 12 digits of its digest
 * @param digest {@code sha256:…} of the package: what makes two versions the same
 * @param packageFolder absolute path of the package
 * @param heap maximum Java heap of its server, such as {@code 256m}
 */
public record ServedVersion(String model, String version, String digest, String packageFolder, String heap) {

    /** The version that a reference speaks of; a relative path is one in the project. */
    public static ServedVersion of(ModelReference reference, Path project, String heap) {
        String version = reference.version() == null ? abbreviated(reference.digest()) : "" + reference.version();
        String folder = project.resolve(reference.path()).normalize().toString();
        return new ServedVersion(reference.model(), version, reference.digest(), folder, heap);
    }

    /** Whether both have the same content. */
    public boolean sameAs(ServedVersion other) {
        return other != null && model.equals(other.model) && digest.equals(other.digest);
    }

    private static String abbreviated(String digest) {
        String hex = digest.substring(digest.indexOf(':') + 1);
        return hex.substring(0, Math.min(12, hex.length()));
    }
}
