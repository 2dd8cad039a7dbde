package io.jenkins.plugins.cd4ml.steps;

import hudson.EnvVars;
import hudson.Util;
import hudson.model.AbstractBuild;
import hudson.model.TaskListener;
import java.util.Map;
import java.util.TreeMap;
import org.jenkinsci.plugins.structs.describable.DescribableModel;

/**
 * Puts variables of a Freestyle build into the fields of a stage: {@code $NAME} or {@code ${NAME}}. A pipeline has Groovy for that. Known
 * are the build's parameters, and what Jenkins itself says of it ({@code BUILD_NUMBER}, {@code JOB_NAME}); secrets are not, since what a
 * stage asks for is a file on the agent.
 */
record BuildVariables(Map<String, String> values) {

    static BuildVariables of(AbstractBuild<?, ?> build) {
        EnvVars known = build.getCharacteristicEnvVars();
        known.putAll(build.getBuildVariables());
        known.keySet().removeAll(build.getSensitiveBuildVariables());
        // On one line: whoever gives a parameter adds no settings of their own.
        known.replaceAll((name, value) -> value.replaceAll("\\p{Cntrl}+", " "));
        return new BuildVariables(known);
    }

    /** The same stage with the variables in its texts; what they come to is checked like what somebody has typed. */
    StageStep in(StageStep stage, TaskListener listener) {
        Map<String, Object> fields =
                new TreeMap<>(DescribableModel.uninstantiate2_(stage).getArguments());
        fields.replaceAll((name, value) -> value instanceof String text ? Util.replaceMacro(text, values) : value);
        return DescribableModel.of(stage.getClass()).instantiate(fields, listener);
    }
}
