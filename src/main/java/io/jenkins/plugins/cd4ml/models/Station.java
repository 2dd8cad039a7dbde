package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import io.jenkins.plugins.cd4ml.results.Look;
import java.util.ArrayList;
import java.util.List;

/**
 * A station on a version's way from data to production.
 *
 * @param look how it ended
 * @param sentence what there is to say of it; null for nothing
 * @param url the page of the step, below Jenkins' root; null where the build is gone or may not be read
 */
public record Station(
        String title, Look look, @CheckForNull String sentence, List<Fact> facts, @CheckForNull String url) {

    public Station {
        facts = List.copyOf(facts);
    }

    /**
     * Something that is known.
     *
     * @param whole the whole of it where the text is only its beginning
     */
    public record Fact(String name, String text, @CheckForNull String whole) {}

    /** Facts one after the other; what is not known is left out. */
    static final class Facts {
        private final List<Fact> facts = new ArrayList<>();

        Facts add(String name, @CheckForNull Object value) {
            String text = value == null ? null : Util.fixEmptyAndTrim(value.toString());
            if (text != null) {
                String brief = Identity.brief(text);
                facts.add(new Fact(name, brief, brief.equals(text) ? null : text));
            }
            return this;
        }

        List<Fact> list() {
            return facts;
        }
    }
}
