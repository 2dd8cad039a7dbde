package io.jenkins.cd4ml.remote.s3;

import io.jenkins.cd4ml.remote.Credentials;
import io.jenkins.cd4ml.remote.RemoteObjects;
import io.jenkins.cd4ml.remote.Transfer;
import io.jenkins.cd4ml.runtime.Packs;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Amazon's client for S3 is a runtime pack. It is pure Java, so it needs no process of its own: a class loader that has the pack's
 * jars, and the one package of ours that is written against them, keeps it apart. It is made when S3 is first asked.
 */
final class S3Loader implements RemoteObjects {
    private static final String OURS = "io.jenkins.cd4ml.remote.s3.client.";
    private static final List<String> APART = List.of(OURS, "software.amazon.", "org.reactivestreams.");

    private final S3Address address;
    private final Map<String, String> environment;
    private final Optional<Credentials> credentials;
    private final Packs packs;
    private RemoteObjects objects;

    S3Loader(S3Address address, Map<String, String> environment, Optional<Credentials> credentials, Packs packs) {
        this.address = address;
        this.environment = environment;
        this.credentials = credentials;
        this.packs = packs;
    }

    @Override
    public OptionalLong size(String sha256) throws IOException, InterruptedException {
        return objects().size(sha256);
    }

    @Override
    public boolean put(String sha256, Path object, Transfer transfer) throws IOException, InterruptedException {
        return objects().put(sha256, object, transfer);
    }

    @Override
    public boolean get(String sha256, OutputStream to, Transfer transfer) throws IOException, InterruptedException {
        return objects().get(sha256, to, transfer);
    }

    private synchronized RemoteObjects objects() {
        if (objects == null) {
            objects = load();
        }
        return objects;
    }

    private RemoteObjects load() {
        try {
            List<URL> urls = new ArrayList<>();
            for (Path jar : packs.resolve(S3Pack.NAME)) {
                urls.add(jar.toUri().toURL());
            }
            urls.add(S3Loader.class.getProtectionDomain().getCodeSource().getLocation());
            // Lives as long as this JVM: the client loads classes until its last call.
            ClassLoader loader = new Apart(urls.toArray(URL[]::new), S3Loader.class.getClassLoader());
            return (RemoteObjects) loader.loadClass(OURS + "S3Objects")
                    .getConstructor(S3Address.class, Map.class, Credentials.class)
                    .newInstance(address, environment, credentials.orElse(null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Looks at home first for what is to be kept apart, and to its parent first for all else. */
    private static final class Apart extends URLClassLoader {
        Apart(URL[] urls, ClassLoader parent) {
            super("s3", urls, parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (APART.stream().noneMatch(name::startsWith)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}
