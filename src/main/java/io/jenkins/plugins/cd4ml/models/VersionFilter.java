package io.jenkins.plugins.cd4ml.models;

import io.jenkins.cd4ml.protocol.registry.BuildReference;
import io.jenkins.plugins.cd4ml.registry.ModelVersion;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** Finds versions by what people know of them: number, alias, data version, commit, build, who registered it. */
final class VersionFilter {
    private VersionFilter() {}

    /** Whether anything of it holds that text in lower case; a bare number is one of a version. */
    static boolean matches(ModelVersion version, List<String> aliases, String wanted) {
        if (wanted.matches("[0-9]{1,6}")) {
            return wanted.equals(String.valueOf(version.number()));
        }
        ModelVersion.Lineage lineage = version.lineage();
        BuildReference build = version.build();
        return Stream.concat(
                        aliases.stream(),
                        Stream.of(
                                version.digest(),
                                version.actor(),
                                build == null ? null : build.toString(),
                                lineage == null ? null : lineage.dataVersion(),
                                lineage == null ? null : lineage.codeRevision()))
                .filter(Objects::nonNull)
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
    }
}
