import io.jenkins.cd4ml.runtime.Packs;
import io.jenkins.cd4ml.stage.EventSink;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Prints the class path of a runtime pack. */
public final class PackPath {
    private PackPath() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println(new Packs(System.getenv(), EventSink.SILENT)
                .resolve(arguments[0]).stream().map(Path::toString).collect(Collectors.joining(":")));
    }
}
