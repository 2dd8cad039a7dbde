package io.jenkins.cd4ml.runtime;

import java.util.Locale;

/** Operating system and processor, named as DJL's artifacts are: {@code linux-x86_64}. */
record Platform(String classifier) {

    static Platform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Platform of(String osName, String osArch) {
        String name = osName.toLowerCase(Locale.ROOT);
        String system = name.startsWith("mac") ? "osx" : name.startsWith("win") ? "win" : "linux";
        String processor =
                switch (osArch) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "arm64", "aarch64" -> "aarch64";
                    default -> osArch;
                };
        return new Platform(system + "-" + processor);
    }
}
