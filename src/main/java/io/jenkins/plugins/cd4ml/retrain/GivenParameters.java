package io.jenkins.plugins.cd4ml.retrain;

import hudson.model.Job;
import hudson.model.ParameterDefinition;
import hudson.model.ParameterValue;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.SimpleParameterDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Parameters for a job, as it declares them: each value that was given, converted to the declared type, otherwise the default.
 *
 * @param unknown names that were given and are not declared, or cannot be given as text
 * @param wrong names whose value the job does not accept
 */
record GivenParameters(List<ParameterValue> values, List<String> unknown, List<String> wrong) {

    /**
     * @param offered given where the job declares them
     * @param wanted what the user has written down; wins over {@code offered}
     */
    static GivenParameters of(Job<?, ?> job, Map<String, String> offered, Map<String, String> wanted) {
        List<ParameterValue> values = new ArrayList<>();
        TreeSet<String> unknown = new TreeSet<>(wanted.keySet());
        List<String> wrong = new ArrayList<>();
        Map<String, String> given = new TreeMap<>(offered);
        given.putAll(wanted);
        ParametersDefinitionProperty declared = job.getProperty(ParametersDefinitionProperty.class);
        if (declared != null) {
            for (ParameterDefinition definition : declared.getParameterDefinitions()) {
                String text = given.get(definition.getName());
                ParameterValue value = definition.getDefaultParameterValue();
                if (text != null && definition instanceof SimpleParameterDefinition simple) {
                    unknown.remove(definition.getName());
                    value = converted(simple, text, value, wrong);
                }
                if (value != null) {
                    values.add(value);
                }
            }
        }
        return new GivenParameters(values, List.copyOf(unknown), wrong);
    }

    private static ParameterValue converted(
            SimpleParameterDefinition definition, String text, ParameterValue otherwise, List<String> wrong) {
        try {
            ParameterValue value = definition.createValue(text);
            if (definition.isValid(value)) {
                return value;
            }
        } catch (IllegalArgumentException e) {
            // such as a choice that is none of the choices: the same as a value that is not valid
        }
        wrong.add(definition.getName());
        return otherwise;
    }
}
