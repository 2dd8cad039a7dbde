package io.jenkins.cd4ml.cli;

import io.jenkins.cd4ml.protocol.Stage;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A stage by the name of its command: {@code package-model}. */
final class StageConverter implements ITypeConverter<Stage> {
    @Override
    public Stage convert(String command) {
        return Arrays.stream(Stage.values())
                .filter(stage -> stage.command().equals(command))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + command + "' is not one of "
                        + String.join(
                                ", ",
                                Arrays.stream(Stage.values())
                                        .map(Stage::command)
                                        .toList())));
    }
}
