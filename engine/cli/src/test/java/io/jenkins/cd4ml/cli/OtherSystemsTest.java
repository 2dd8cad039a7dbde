package io.jenkins.cd4ml.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.jenkins.cd4ml.testing.Oracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * The workflow files of examples/elsewhere: each is parsed, and its shell commands run in the order in which that system would run
 * them, on the weather example, with the real engine. The expressions of the system are replaced by their values.
 */
public class OtherSystemsTest {
    private static final Path FILES = Path.of("../examples/elsewhere");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path root;
    private Path project;
    private final Map<String, String> environment = new HashMap<>();

    @Before
    public void prepareProject() throws Exception {
        root = folder.getRoot().toPath();
        project = Files.createDirectory(root.resolve("project"));
        Cd4ml cd4ml = Cd4ml.inCopyOfExample(project);
        // the smallest training that still goes through every stage
        cd4ml.edit("  algorithm: mlp\n  hidden: [32]\n", "  algorithm: linear\n  epochs: 3\n");
        cd4ml.edit("  steps: [10, 50, 100]\n  requests: 200\n", "  steps: [50, 100]\n  requests: 40\n");
        cd4ml.edit("accuracy, min: 0.75", "accuracy, min: 0.3");
        cd4ml.edit("class: rain, min: 0.8", "class: rain, min: 0.1");
        Path bin = Files.createDirectory(root.resolve("bin"));
        executable(
                bin.resolve("cd4ml"),
                "#!/bin/sh\nexec '" + Path.of(System.getProperty("java.home"), "bin", "java")
                        + "' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '" + System.getProperty("java.class.path")
                        + "' "
                        + Main.class.getName() + " \"$@\"\n");
        environment.put("PATH", bin + ":" + System.getenv("PATH"));
    }

    @Test
    public void theGitHubWorkflowDeliversAndTrainsAgainOnDrift() throws Exception {
        JsonNode workflow =
                YAML.readTree(FILES.resolve("github-actions/model.yml").toFile());
        Map<String, String> steps = new LinkedHashMap<>();
        for (JsonNode step : workflow.at("/jobs/model/steps")) {
            if (step.has("run")) {
                steps.put(step.path("name").asText(), step.path("run").asText());
            }
        }
        environment.put("RUN", workflow.at("/env/RUN").asText().replaceAll("\\$\\{\\{[^}]*}}", "7"));
        environment.put("RUNNER_TEMP", root.resolve("runner").toString());
        environment.put("GITHUB_PATH", root.resolve("path").toString());
        environment.put("GITHUB_OUTPUT", root.resolve("output").toString());
        requireInstallStepClonesABinFolder(steps.get("Install cd4ml"));

        run(steps.get("Train, validate, package and deploy"), 0);
        requireChampion(project, "github-7-7");
        run(steps.get("Check for drift"), 0);
        assertEquals("code=1\n", Files.readString(root.resolve("output")));
        assertEquals(
                "github.event_name != 'schedule' || steps.drift.outputs.code == '1'",
                workflow.at("/jobs/model/steps/5/if").asText());
        for (JsonNode uses : workflow.findValues("uses")) {
            assertTrue(uses.asText(), uses.asText().matches("actions/[\\w/-]+@[0-9a-f]{40}"));
        }
    }

    /** The step needs the network; the stand-in for git shows where it would clone to. */
    private void requireInstallStepClonesABinFolder(String step) throws Exception {
        Path git = executable(
                Files.createDirectory(root.resolve("fake")).resolve("git"),
                "#!/bin/sh\nfor last; do :; done\nmkdir -p \"$last/bin\"\n");
        Map<String, String> kept = new HashMap<>(environment);
        environment.put("PATH", git.getParent() + ":" + System.getenv("PATH"));
        run(step, 0);
        environment.putAll(kept);
        assertTrue(
                Files.isDirectory(Path.of(Files.readString(root.resolve("path")).strip())));
    }

    @Test
    public void theGitLabJobsDeliverAndTrainAgainOnDrift() throws Exception {
        JsonNode pipeline = YAML.readTree(FILES.resolve("gitlab/.gitlab-ci.yml").toFile());
        assertEquals("cd4ml", pipeline.at("/.cd4ml/resource_group").asText());
        environment.put("CI_PIPELINE_IID", "7");

        run(lines(pipeline.at("/model/script")), 0);
        requireChampion(project, "gitlab-7");
        run(lines(pipeline.at("/drift/script")), 0);
        assertEquals("1\n", Files.readString(project.resolve(".cd4ml/drift.code")));
        environment.put("CI_PIPELINE_IID", "8");
        run(lines(pipeline.at("/model/script")), 0);
        assertTrue(Files.isDirectory(project.resolve(".cd4ml/runs/gitlab-8")));
        Files.writeString(project.resolve(".cd4ml/drift.code"), "0\n");
        environment.put("CI_PIPELINE_IID", "9");
        run(lines(pipeline.at("/model/script")), 0);
        assertFalse(Files.exists(project.resolve(".cd4ml/runs/gitlab-9")));
    }

    @Test
    public void theCircleCiJobsDeliverAndTrainAgainOnDrift() throws Exception {
        JsonNode configuration =
                YAML.readTree(FILES.resolve("circleci/config.yml").toFile());
        for (String workflow : List.of("deliver", "nightly")) {
            JsonNode job = configuration.at("/workflows/" + workflow + "/jobs/0");
            String name = job.fieldNames().next();
            assertTrue(workflow + " runs one job at a time", job.path(name).has("serial-group"));
            String number = workflow.equals("deliver") ? "7" : "8";
            for (JsonNode step : configuration.at("/jobs/" + name + "/steps")) {
                if (step.has("run")) {
                    run(step.at("/run/command").asText().replace("<< pipeline.number >>", number), 0);
                } else {
                    assertTrue(step.asText(), configuration.path("commands").has(step.asText()));
                }
            }
            requireChampion(project, "circleci-" + number);
        }
    }

    @Test
    public void theAirflowDagsDeliverAndTriggerOnDrift() throws Exception {
        JsonNode dags = Oracle.python(
                List.of("ast", "json"), AIRFLOW, Files.readString(FILES.resolve("airflow/seattle_weather.py")));
        assertEquals(dags.toString(), 2, dags.size());
        JsonNode training = dags.path("seattle_weather");
        assertEquals(5, training.size());
        for (int i = 0; i < training.size(); i++) {
            assertEquals(
                    i == 0 ? "" : training.get(i - 1).path("task").asText(),
                    training.get(i).path("after").asText());
            run(training.get(i).path("bash").asText().replace("{{ ts_nodash }}", "20261121T031700"), 0);
        }
        requireChampion(project, "airflow-20261121T031700");
        JsonNode drift = dags.path("seattle_weather_drift");
        run(drift.get(0).path("bash").asText().replace("{{ ts_nodash }}", "20261122T031700"), 0);
        assertEquals(99, drift.get(0).path("skip").asInt());
        assertEquals("seattle_weather", drift.get(1).path("trigger").asText());
        assertEquals("check_drift", drift.get(1).path("after").asText());
        String nothing =
                drift.get(0).path("bash").asText().replace("cd4ml", "true").replace("{{ ts_nodash }}", "x");
        run(nothing, 99);
    }

    @Test
    public void theArgoWorkflowsDeliverAndTrainAgainOnDrift() throws Exception {
        Map<String, JsonNode> objects = new LinkedHashMap<>();
        try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class)
                .readValues(FILES.resolve("argo/model.yaml").toFile())) {
            documents.forEachRemaining(
                    document -> objects.put(document.path("kind").asText(), document));
        }
        JsonNode template = objects.get("WorkflowTemplate");
        assertEquals(
                objects.get("PersistentVolumeClaim").at("/metadata/name"),
                template.at("/spec/volumes/0/persistentVolumeClaim/claimName"));
        assertEquals(
                template.at("/metadata/name"),
                objects.get("CronWorkflow").at("/spec/workflowSpec/workflowTemplateRef/name"));
        for (String command :
                List.of("init -q -b main", "add .", "-c user.name=t -c user.email=t@example.org commit -qm data")) {
            run("git " + command, 0);
        }
        Files.createDirectory(root.resolve("work"));

        new Argo(template, "model-1").run(template.at("/spec/entrypoint").asText());
        requireChampion(root.resolve("work/project"), "argo-model-1");
        Argo nightly = new Argo(template, "nightly-1");
        nightly.run(
                objects.get("CronWorkflow").at("/spec/workflowSpec/entrypoint").asText());
        assertEquals("1", nightly.code);
        requireChampion(root.resolve("work/project"), "argo-nightly-1");
    }

    @Test
    public void whatThePagesShowIsInTheFiles() throws Exception {
        Map<String, String> files = Map.of(
                "github-actions.md", "github-actions/model.yml",
                "gitlab.md", "gitlab/.gitlab-ci.yml",
                "circleci.md", "circleci/config.yml",
                "airflow.md", "airflow/seattle_weather.py",
                "argo.md", "argo/model.yaml");
        for (Map.Entry<String, String> entry : files.entrySet()) {
            String page = Files.readString(Path.of("../docs/elsewhere").resolve(entry.getKey()));
            Matcher block = Pattern.compile("```(?:yaml|python)\n(.*?)```", Pattern.DOTALL)
                    .matcher(page);
            assertTrue(entry.getKey(), block.find());
            assertTrue(
                    entry.getKey(),
                    Files.readString(FILES.resolve(entry.getValue())).contains(block.group(1)));
        }
    }

    /** Runs the templates of a workflow as Argo would, with the volume in the test's folder. */
    private final class Argo {
        private final Map<String, JsonNode> templates = new HashMap<>();
        private final String workflow;
        private String code = "";

        Argo(JsonNode template, String workflow) {
            template.at("/spec/templates")
                    .forEach(one -> templates.put(one.path("name").asText(), one));
            this.workflow = workflow;
        }

        void run(String name) throws Exception {
            run(name, "");
        }

        private void run(String name, String stage) throws Exception {
            JsonNode template = templates.get(name);
            for (JsonNode group : template.path("steps")) {
                for (JsonNode step : group) {
                    String when = step.path("when").asText("1 == 1");
                    if (when.replace("{{steps.drift.outputs.parameters.code}}", code)
                            .equals("1 == 1")) {
                        run(
                                step.path("template").asText(),
                                step.at("/arguments/parameters/0/value").asText());
                    }
                }
            }
            JsonNode script = template.path("script");
            if (!script.isMissingNode()) {
                for (JsonNode variable : script.path("env")) {
                    environment.put(
                            variable.path("name").asText(),
                            here(variable.path("value").asText())
                                    .replace("{{workflow.name}}", workflow)
                                    .replace("{{inputs.parameters.stage}}", stage)
                                    .replace("{{workflow.parameters.repository}}", project.toString())
                                    .replace("{{workflow.parameters.revision}}", "main"));
                }
                environment.remove("CD4ML_CACHE");
                String where = here(script.path("workingDir").asText(root.toString()));
                OtherSystemsTest.this.run(
                        Path.of(where), here(script.path("source").asText()), 0);
                if (name.equals("drift")) {
                    code = Files.readString(root.resolve("drift.code")).strip();
                }
            }
        }

        private String here(String text) {
            return text.replace("/work/", root + "/work/").replace("/tmp/drift.code", root + "/drift.code");
        }
    }

    private static String lines(JsonNode script) {
        return String.join(
                "\n",
                StreamSupport.stream(script.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList());
    }

    private void run(String script, int exitCode) throws Exception {
        run(project, script, exitCode);
    }

    private void run(Path where, String script, int exitCode) throws Exception {
        Path log = root.resolve("log");
        ProcessBuilder builder = new ProcessBuilder("bash", "-eo", "pipefail", "-c", script)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        int ended = builder.start().waitFor();
        assertEquals(script + "\n" + Files.readString(log), exitCode, ended);
    }

    private static void requireChampion(Path project, String run) throws IOException {
        JsonNode aliases = new ObjectMapper()
                .readTree(project.resolve(".cd4ml/registry/seattle-weather/aliases.json")
                        .toFile());
        assertEquals(aliases.toString(), 1, aliases.path("production").asInt());
        List<String> results = new ArrayList<>();
        try (Stream<Path> files = Files.list(project.resolve(".cd4ml/runs").resolve(run))) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".result.json"))
                    .forEach(results::add);
        }
        assertEquals(results.toString(), 5, results.size());
    }

    private static Path executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        assertTrue(file.toFile().setExecutable(true));
        return file;
    }

    /** Parses the DAG file and runs it with stand-ins for Airflow's classes; prints each DAG's tasks in their order. */
    private static final String AIRFLOW =
            """
            import ast, json, sys, types
            source = sys.stdin.read()
            ast.parse(source, "seattle_weather.py")
            dags, current = {}, []
            class DAG:
                def __init__(self, dag_id, **settings):
                    assert settings["max_active_runs"] == 1
                    self.dag_id = dag_id
                def __enter__(self):
                    current.append(dags.setdefault(self.dag_id, []))
                def __exit__(self, *error):
                    current.pop()
            class Operator:
                def __init__(self, task_id, bash_command=None, skip_on_exit_code=None, trigger_dag_id=None, **more):
                    self.row = {"task": task_id, "bash": bash_command, "skip": skip_on_exit_code, "trigger": trigger_dag_id, "after": ""}
                    current[-1].append(self.row)
                def __rshift__(self, other):
                    other.row["after"] = self.row["task"]
                    return other
            for name, members in {"airflow": {}, "airflow.sdk": {"DAG": DAG}, "airflow.providers": {}, "airflow.providers.standard": {},
                    "airflow.providers.standard.operators": {}, "airflow.providers.standard.operators.bash": {"BashOperator": Operator},
                    "airflow.providers.standard.operators.trigger_dagrun": {"TriggerDagRunOperator": Operator}}.items():
                module = types.ModuleType(name)
                vars(module).update(members)
                sys.modules[name] = module
            exec(compile(source, "seattle_weather.py", "exec"), {"__name__": "seattle_weather"})
            print(json.dumps(dags))
            """;
}
