import io.jenkins.cd4ml.store.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Hashes every file of a folder, as many at once as there are processors. */
public final class HashFiles {
    private HashFiles() {}

    public static void main(String[] arguments) throws Exception {
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            List<Path> paths = files.sorted().toList();
            Sha256.of(paths).forEach(System.out::println);
        }
    }
}
