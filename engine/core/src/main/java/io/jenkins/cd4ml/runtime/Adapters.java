package io.jenkins.cd4ml.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The adapters on the class path: the modules of {@code engine/adapters}, and jars that a site adds. */
public final class Adapters {
    private Adapters() {}

    /** All adapters of a seam, in the order of the class path; each is made with its public constructor without parameters. */
    public static <T> List<T> of(Class<T> seam) {
        List<T> adapters = new ArrayList<>();
        ServiceLoader.load(seam, seam.getClassLoader()).forEach(adapters::add);
        return adapters;
    }
}
