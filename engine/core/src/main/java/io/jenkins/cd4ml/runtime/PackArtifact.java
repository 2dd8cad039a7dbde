package io.jenkins.cd4ml.runtime;

/** A pinned jar: Maven coordinates {@code group:artifact:jar[:classifier]:version}, its lower-case hex SHA-256 and its size. */
record PackArtifact(String coordinates, String sha256, long bytes) {

    /** The file's name as Maven repositories have it. */
    String fileName() {
        String[] parts = coordinates.split(":");
        String version = parts[parts.length - 1];
        String classifier = parts.length == 5 ? "-" + parts[3] : "";
        return parts[1] + "-" + version + classifier + ".jar";
    }
}
