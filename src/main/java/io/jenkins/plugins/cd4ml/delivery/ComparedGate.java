package io.jenkins.plugins.cd4ml.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Serializable;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A gate that compares with a version. What is wrong with a gate is for the engine to say: here it is as if it did
 * not stand there.
 *
 * @param versus {@code champion}, {@code best} or a version's number
 * @param metric id of its metric: {@code recall}
 */
record ComparedGate(String versus, String metric) implements Serializable {
    /** Stands for the version that serves. */
    static final String CHAMPION = "champion";

    /** Stands for the best champion so far. */
    static final String BEST = "best";

    /** Whether it needs another version than the one that serves. */
    boolean needsAnother() {
        return !versus.equals(CHAMPION);
    }

    /** Those of a list of gates. */
    static List<ComparedGate> of(@CheckForNull Node gates) {
        List<ComparedGate> compared = new ArrayList<>();
        if (gates instanceof SequenceNode list) {
            for (Node gate : list.getValue()) {
                String versus = ReadProject.scalar(ReadProject.value(gate, "versus"));
                String metric = ReadProject.scalar(ReadProject.value(gate, "metric"));
                if (versus != null
                        && metric != null
                        && (versus.equals(CHAMPION) || versus.equals(BEST) || versus.matches("[1-9]\\d{0,8}"))) {
                    compared.add(new ComparedGate(versus, metric));
                }
            }
        }
        return List.copyOf(compared);
    }

    /** Those of a list of gates as a step's argument has it, YAML. */
    static List<ComparedGate> of(String gates) {
        try {
            return of(new Yaml(new LoaderOptions()).compose(new StringReader(gates)));
        } catch (YAMLException e) {
            return List.of();
        }
    }
}
