package io.jenkins.cd4ml.remote.http;

import static io.jenkins.cd4ml.remote.RemoteProject.ABC;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.remote.Credentials;
import io.jenkins.cd4ml.remote.RemoteObjects;
import io.jenkins.cd4ml.remote.RemoteProject;
import io.jenkins.cd4ml.store.ObjectStore;
import io.jenkins.cd4ml.store.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Debian's nginx with its WebDAV module and basic authentication as the store. */
public class NginxStoreTest {
    @ClassRule
    public static final TemporaryFolder NGINX = new TemporaryFolder();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static Process nginx;
    private static int port;

    @BeforeClass
    public static void startNginx() throws Exception {
        Path program = Stream.of("/usr/sbin/nginx", "/usr/bin/nginx")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        if (program == null) {
            System.err.println("######## NOT TESTED: nginx is not installed ########");
            assertTrue("CI has an nginx", System.getenv("CI") == null);
        }
        assumeTrue(program != null);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path root = NGINX.getRoot().toPath();
        Files.createDirectories(root.resolve("files/store"));
        // nginx' workers run as another user where the test runs as root.
        for (Path up = root.resolve("files/store"); !up.equals(root.getParent()); up = up.getParent()) {
            Files.setPosixFilePermissions(up, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        Files.writeString(root.resolve("users"), "ada:{PLAIN}lovelace\n");
        Path configuration = Files.writeString(
                root.resolve("nginx.conf"),
                """
                daemon off; pid %1$s/pid; error_log %1$s/error.log;
                events {}
                http {
                  access_log off; client_body_temp_path %1$s/files/temporary; proxy_temp_path %1$s/p;
                  fastcgi_temp_path %1$s/f; uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;
                  server {
                    listen 127.0.0.1:%2$d; root %1$s/files; client_max_body_size 64m;
                    location /store/ {
                      auth_basic store; auth_basic_user_file %1$s/users;
                      dav_methods PUT DELETE; create_full_put_path on;
                    }
                  }
                }
                """
                        .formatted(root, port));
        nginx = new ProcessBuilder(program.toString(), "-c", configuration.toString(), "-e", root + "/error.log")
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("out").toFile())
                .start();
        while (nginx.isAlive() && !answers()) {
            Thread.sleep(20);
        }
        assertTrue(Files.readString(root.resolve("out")), nginx.isAlive());
    }

    @AfterClass
    public static void stopNginx() throws Exception {
        if (nginx != null) {
            nginx.destroy();
            nginx.waitFor();
        }
    }

    @Test
    public void takesAndGivesLargeObjectsFromManyWriters() throws Exception {
        byte[] bytes = new byte[20 << 20];
        new Random(5).nextBytes(bytes);
        Path large = Files.write(folder.newFile().toPath(), bytes);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<String>> written = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                ObjectStore store = project("lovelace").store();
                Callable<String> put = () -> store.put(large);
                written.add(threads.submit(put));
            }
            for (Future<String> each : written) {
                assertEquals(Sha256.of(large), each.get());
            }
        } finally {
            threads.shutdownNow();
        }
        Path object = NGINX.getRoot().toPath().resolve("files/store").resolve(RemoteObjects.pathOf(Sha256.of(large)));
        assertEquals(-1, Files.mismatch(large, object));
        assertEquals(
                -1,
                Files.mismatch(
                        large, project("lovelace").store().get(Sha256.of(large)).orElseThrow()));
    }

    /** The layout is the folder's: what a server gives is what a folder has. */
    @Test
    public void aFolderCanBecomeAServersAndBack() throws IOException {
        RemoteProject project = project("lovelace");
        project.store().put(project.file("abc"));
        ObjectStore sameFolder = ObjectStore.open(NGINX.getRoot().toPath().resolve("files/store"));
        assertTrue(sameFolder.get(ABC).isPresent());
    }

    @Test
    public void wrongCredentialsAreRefused() throws IOException {
        String message = assertThrows(
                        InputException.class, () -> project("babbage").store().get(ABC))
                .getMessage();
        assertTrue(message, message.contains("refuses the credentials (HTTP 401 to GET)"));
        assertFalse(message, message.contains("babbage"));
    }

    private RemoteProject project(String password) {
        return new RemoteProject(folder.getRoot().toPath(), "http://127.0.0.1:" + port + "/store/")
                .with(Credentials.USER, "ada")
                .with(Credentials.PASSWORD, password);
    }

    private static boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
