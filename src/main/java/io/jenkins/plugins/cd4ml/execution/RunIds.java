package io.jenkins.plugins.cd4ml.execution;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Which run a stage belongs to. A build has a run of its own; a parallel branch has one too, so that two trainings side by side in
 * one workspace do not write over each other. A new run starts from the files of the nearest one around it.
 *
 * @param id the run, a folder's name
 * @param ancestors runs it may start from, the nearest first
 */
record RunIds(String id, List<String> ancestors) {
    private static final int LONGEST = 100;
    private static final int LONGEST_BRANCH = 40;
    private static final int HASH = 6;

    /**
     * @param branches names of the parallel branches around the step, the outermost first
     * @param explicit what the Jenkinsfile says; wins
     */
    static RunIds of(int build, List<String> branches, @CheckForNull String explicit) {
        List<String> ids = new ArrayList<>();
        ids.add("build-" + build);
        for (String branch : branches) {
            ids.add(bounded(ids.get(ids.size() - 1) + "-" + slug(branch)));
        }
        String own = explicit == null ? ids.get(ids.size() - 1) : explicit;
        List<String> ancestors = new ArrayList<>();
        for (int i = ids.size() - 1; i >= 0; i--) {
            if (!ids.get(i).equals(own)) {
                ancestors.add(ids.get(i));
            }
        }
        return new RunIds(own, List.copyOf(ancestors));
    }

    /** The run itself, then those that it may start from, the nearest first. */
    List<String> all() {
        List<String> all = new ArrayList<>(ancestors);
        all.add(0, id);
        return List.copyOf(all);
    }

    /** A name as part of a folder's name; where something had to be left out, a hash keeps names apart. */
    private static String slug(String branch) {
        String slug = branch.replaceAll("[^A-Za-z0-9._]+", "-").replaceAll("^-+|-+$", "");
        if (slug.equals(branch) && slug.length() <= LONGEST_BRANCH) {
            return slug;
        }
        String start = slug.substring(0, Math.min(slug.length(), LONGEST_BRANCH - HASH - 1));
        return start + "-" + DigestUtils.sha256Hex(branch).substring(0, HASH);
    }

    private static String bounded(String id) {
        return id.length() <= LONGEST
                ? id
                : id.substring(0, LONGEST - HASH - 1) + "-"
                        + DigestUtils.sha256Hex(id).substring(0, HASH);
    }
}
