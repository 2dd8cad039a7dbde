package io.jenkins.cd4ml.remote;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.problem.InputException;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What is wrong with the address of a store, among all kinds of stores, in a sentence without the secrets in it. */
public class StoreAddressesTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void wrongAddressesAreSaid() {
        Map.ofEntries(
                        Map.entry("https://u:s3cret@example.org/x", "user or a password"),
                        Map.entry("https://u:s3cret@my_host/x", "user or a password"),
                        Map.entry("s3://KEY:s3cret@my_bucket/x", "user or a password"),
                        Map.entry("s3://KEY:s3cret%40bucket/x", "user or a password"),
                        Map.entry("s3:///KEY:s3cret@bucket/x", "needs a bucket's name"),
                        Map.entry("s3://KEY:s3cret/x", "needs a bucket's name"),
                        Map.entry("s3://models/x?endpoint=https://KEY:s3cret@minio.example.org", "no http or https"),
                        Map.entry("s3://models/x?endpoint=https://KEY:s3cret@my_minio", "no http or https"),
                        Map.entry("s3://models/x?s3cret", "takes endpoint, pathStyle and region"),
                        Map.entry("s3://models/x?s3cret==", "takes endpoint, pathStyle and region"),
                        Map.entry("s3://models/x?secret=s3cret", "knows no 'secret'"),
                        Map.entry("ftp://example.org/x", "'ftp://' is not known"),
                        Map.entry("http:///x", "needs a host"),
                        Map.entry("https://example.org/x?y=1", "nothing after ?"),
                        Map.entry("https://exa mple.org", "is not an address"),
                        Map.entry("s3://", "is not an address"),
                        Map.entry("s3://models/x?endpoint=file:///etc", "no http or https address"),
                        Map.entry("s3://models/x?pathstyle=true", "knows no 'pathstyle'"),
                        Map.entry("s3://models/x?pathStyle=yes", "neither true nor false"))
                .forEach((address, part) -> {
                    String message = assertThrows(
                                    InputException.class,
                                    () -> new RemoteProject(folder.getRoot().toPath(), address).store())
                            .getMessage();
                    assertTrue(message, message.startsWith("store: ") && message.contains(part));
                    assertFalse(message, message.contains("s3cret"));
                });
    }
}
