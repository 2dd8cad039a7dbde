package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.data.source.SourceFile;
import java.nio.file.Path;
import java.util.Iterator;

/** Files of a project by their names, one after the other. */
record Sources(Path project, Iterator<String> names) implements Iterator<SourceFile> {
    @Override
    public boolean hasNext() {
        return names.hasNext();
    }

    @Override
    public SourceFile next() {
        String name = names.next();
        return new SourceFile(name, project.resolve(name));
    }
}
