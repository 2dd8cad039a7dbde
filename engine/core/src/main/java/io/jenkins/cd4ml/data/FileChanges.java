package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.data.source.CodePointOrder;
import io.jenkins.cd4ml.protocol.DataDiff.Rename;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Paths that came, went, have another name for the same content, or another content, in order; of each kind the first ones. */
record FileChanges(List<String> added, List<String> removed, List<String> changed, List<Rename> renamed) {
    /** Beyond so many files that came or went nothing is looked up as renamed. */
    private static final int MOST_RENAMED = 100_000;

    /**
     * Goes through both lists, which are in the order of their paths' code points, at once.
     *
     * @param most paths of each kind
     */
    static FileChanges of(List<ManifestFile> before, List<ManifestFile> now, int most) {
        List<ManifestFile> added = new ArrayList<>();
        List<ManifestFile> removed = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        Iterator<ManifestFile> olds = before.iterator();
        Iterator<ManifestFile> news = now.iterator();
        ManifestFile old = next(olds);
        ManifestFile current = next(news);
        while (old != null || current != null) {
            int order = old == null
                    ? 1
                    : current == null ? -1 : CodePointOrder.INSTANCE.compare(old.path(), current.path());
            if (order < 0) {
                add(removed, old, Math.max(most, MOST_RENAMED));
            } else if (order > 0) {
                add(added, current, Math.max(most, MOST_RENAMED));
            } else if (!old.sha256().equals(current.sha256())) {
                if (changed.size() < most) {
                    changed.add(current.path());
                }
            }
            old = order <= 0 ? next(olds) : old;
            current = order >= 0 ? next(news) : current;
        }
        List<Rename> renamed = renames(removed, added);
        return new FileChanges(first(added, most), first(removed, most), changed, first(renamed, most, each -> each));
    }

    /** Takes those out of both lists that have the same content. */
    private static List<Rename> renames(List<ManifestFile> removed, List<ManifestFile> added) {
        Map<String, Deque<ManifestFile>> byContent = new HashMap<>();
        removed.forEach(file -> byContent
                .computeIfAbsent(file.sha256(), any -> new ArrayDeque<>())
                .add(file));
        List<Rename> renames = new ArrayList<>();
        Set<ManifestFile> gone = new HashSet<>();
        for (ManifestFile file : added) {
            ManifestFile before =
                    byContent.getOrDefault(file.sha256(), new ArrayDeque<>()).poll();
            if (before != null) {
                renames.add(new Rename(before.path(), file.path()));
                gone.add(before);
                gone.add(file);
            }
        }
        removed.removeIf(gone::contains);
        added.removeIf(gone::contains);
        return renames;
    }

    private static List<String> first(List<ManifestFile> files, int most) {
        return first(files, most, ManifestFile::path);
    }

    private static <T, R> List<R> first(List<T> all, int most, Function<T, R> what) {
        return all.stream().limit(most).map(what).toList();
    }

    private static ManifestFile next(Iterator<ManifestFile> files) {
        return files.hasNext() ? files.next() : null;
    }

    private static void add(List<ManifestFile> files, ManifestFile file, int most) {
        if (files.size() < most) {
            files.add(file);
        }
    }
}
