package io.jenkins.cd4ml.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.cd4ml.data.ImageRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cd4ml request}. */
@Command(
        name = "request",
        mixinStandardHelpOptions = true,
        description = "Prints images as a request to the model's server, prepared as they were for training.")
final class RequestCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options;

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "images, folders or globs, relative to the project")
    private List<String> paths;

    @Override
    public Integer call() throws IOException {
        List<Map<String, Object>> rows = ImageRequest.of(ProjectContext.of(options, null), paths);
        System.out.println(JsonMapper.builder().build().writeValueAsString(Map.of("rows", rows)));
        return 0;
    }
}
