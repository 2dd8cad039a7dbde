package io.jenkins.cd4ml.cli;

import io.jenkins.cd4ml.pipeline.Failures;
import io.jenkins.cd4ml.problem.FileFailure;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.Provenances;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line's root. */
@Command(
        name = "cd4ml",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Continuous delivery for machine learning: six stages over one cd4ml.yaml.",
        footer = {
            "",
            "Exit codes: 0 passed; 1 a gate failed, drift was found or a canary was rolled back;",
            "2 wrong input or configuration; 3 a fault of cd4ml; 130 stopped."
        })
public final class Main {

    private static final int FAULT = 3;
    private static final int STOPPED = 130;

    private Main() {}

    /** Runs a command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        Interruption.endOthers();
        int exitCode;
        try {
            exitCode = commandLine(arguments).execute(arguments);
        } catch (Error e) {
            // Such as no memory outside a stage; inside one it has been told in a sentence.
            System.err.println("cd4ml: a fault of cd4ml, please report it");
            e.printStackTrace();
            exitCode = FAULT;
        }
        Interruption.done(exitCode);
        System.exit(exitCode);
    }

    /** A command line of the one command that the arguments begin with, of all where they begin with none: making one takes milliseconds. */
    static CommandLine commandLine(String... arguments) {
        CommandLine commands = new CommandLine(new Main());
        Map<String, Supplier<Object>> all = subcommands();
        Collection<String> needed =
                arguments.length > 0 && all.containsKey(arguments[0]) ? List.of(arguments[0]) : all.keySet();
        needed.forEach(name -> commands.addSubcommand(name, all.get(name).get()));
        commands.setExecutionExceptionHandler((e, command, parsed) -> {
            if (e instanceof InputException) {
                command.getErr().println("cd4ml: " + e.getMessage());
                return CommandLine.ExitCode.USAGE;
            }
            if (e instanceof CancellationException) {
                command.getErr().println("cd4ml: stopped on request");
                return STOPPED;
            }
            Failures failure = Failures.of(e);
            if (failure.verdict() != Verdict.FAULT) {
                command.getErr().println("cd4ml: " + failure.problem().message());
                return CommandLine.ExitCode.USAGE;
            }
            if (e instanceof IOException) {
                command.getErr().println("cd4ml: " + FileFailure.of(e));
                return CommandLine.ExitCode.USAGE;
            }
            command.getErr().println("cd4ml: a fault of cd4ml, please report it");
            e.printStackTrace(command.getErr());
            return FAULT;
        });
        return commands;
    }

    private static Map<String, Supplier<Object>> subcommands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("init", InitCommand::new);
        commands.put("run", RunCommand::new);
        commands.put("promote", PromoteCommand::new);
        commands.put("rollback", RollbackCommand::new);
        commands.put("verify", VerifyCommand::new);
        commands.put("serve", ServeCommand::new);
        commands.put("serving", ServingCommand::new);
        commands.put("models", ModelsCommand::new);
        commands.put("packs", PacksCommand::new);
        commands.put("report", ReportCommand::new);
        commands.put("request", RequestCommand::new);
        commands.put("schema", SchemaCommand::new);
        commands.put("execute", ExecuteCommand::new);
        for (Stage stage : Stage.values()) {
            commands.put(stage.command(), () -> stage(stage));
        }
        return commands;
    }

    private static CommandLine stage(Stage stage) {
        CommandLine command = new CommandLine(
                switch (stage) {
                    case TRAIN_MODEL -> new TrainModelCommand();
                    case DEPLOY_CANARY -> new DeployCanaryCommand();
                    default -> new StageCommand(stage);
                });
        command.getCommandSpec().name(stage.command());
        command.getCommandSpec()
                .usageMessage()
                .description("Runs the stage " + stage.step() + " over the section '" + stage.section()
                        + "' of cd4ml.yaml.");
        return command;
    }

    /** {@code cd4ml --version}. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "cd4ml " + Provenances.engineVersion(), "Java " + System.getProperty("java.runtime.version")
            };
        }
    }
}
