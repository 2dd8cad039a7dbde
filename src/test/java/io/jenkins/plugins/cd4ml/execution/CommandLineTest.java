package io.jenkins.plugins.cd4ml.execution;

import static org.junit.Assert.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class CommandLineTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void theShellSeesEveryWordAsItIs() throws Exception {
        List<String> words = List.of("a b", "it's", "$HOME", "`id`", "\\", "\"q\"", "*", ";", "ä", "");
        List<String> command = new java.util.ArrayList<>(List.of("printf", "%s\n"));
        command.addAll(words);
        Path script = folder.newFile().toPath();
        Files.writeString(script, CommandLine.unix(command));
        Process process = new ProcessBuilder("sh", script.toString()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(String.join("\n", words) + "\n", output);
    }

    @Test
    public void onWindowsPercentSignsStay() {
        assertEquals(
                "@echo off\r\n\"C:\\a b\\java.exe\" \"100%%\"\r\n",
                CommandLine.windows(List.of("C:\\a b\\java.exe", "100%")));
    }
}
