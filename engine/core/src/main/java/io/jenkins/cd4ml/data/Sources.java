package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.data.source.FoundFile;
import io.jenkins.cd4ml.data.source.SourceFile;
import java.nio.file.Path;
import java.util.Iterator;

/** Files of a project that were found, one after the other. */
record Sources(Path project, Iterator<FoundFile> files) implements Iterator<SourceFile> {
    @Override
    public boolean hasNext() {
        return files.hasNext();
    }

    @Override
    public SourceFile next() {
        String name = files.next().path();
        return new SourceFile(name, project.resolve(name));
    }
}
