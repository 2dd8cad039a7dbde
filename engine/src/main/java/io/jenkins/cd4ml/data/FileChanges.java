package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.data.source.CodePointOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Paths that came, went, or have another content, in order; of each kind the first ones. */
record FileChanges(List<String> added, List<String> removed, List<String> changed) {

    /**
     * Goes through both lists, which are in the order of their paths' code points, at once.
     *
     * @param most paths of each kind
     */
    static FileChanges of(List<ManifestFile> before, List<ManifestFile> now, int most) {
        FileChanges changes = new FileChanges(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Iterator<ManifestFile> olds = before.iterator();
        Iterator<ManifestFile> news = now.iterator();
        ManifestFile old = next(olds);
        ManifestFile current = next(news);
        while (old != null || current != null) {
            int order = old == null
                    ? 1
                    : current == null ? -1 : CodePointOrder.INSTANCE.compare(old.path(), current.path());
            if (order < 0) {
                add(changes.removed, old, most);
            } else if (order > 0) {
                add(changes.added, current, most);
            } else if (!old.sha256().equals(current.sha256())) {
                add(changes.changed, current, most);
            }
            old = order <= 0 ? next(olds) : old;
            current = order >= 0 ? next(news) : current;
        }
        return changes;
    }

    private static ManifestFile next(Iterator<ManifestFile> files) {
        return files.hasNext() ? files.next() : null;
    }

    private static void add(List<String> paths, ManifestFile file, int most) {
        if (paths.size() < most) {
            paths.add(file.path());
        }
    }
}
