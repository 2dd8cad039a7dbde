package io.jenkins.cd4ml.cli;

import io.jenkins.cd4ml.config.ConfigurationSchema;
import picocli.CommandLine.Command;

/** {@code cd4ml schema}. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = "Prints the JSON Schema of cd4ml.yaml, for editors.")
final class SchemaCommand implements Runnable {
    @Override
    public void run() {
        System.out.print(ConfigurationSchema.text());
    }
}
