package io.jenkins.cd4ml.cli;

import io.jenkins.cd4ml.config.DataSettings;
import io.jenkins.cd4ml.data.source.CsvSample;
import io.jenkins.cd4ml.data.source.DateDetection;
import io.jenkins.cd4ml.data.source.FileFinder;
import io.jenkins.cd4ml.data.source.NotationDetection;
import io.jenkins.cd4ml.data.source.SourceFile;
import io.jenkins.cd4ml.data.suggestion.Guess;
import io.jenkins.cd4ml.problem.InputException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where a project's data is, and how its numbers are written, before it was configured. */
record InitialData(Path project) {
    private static final int LONGEST_NAME = 63;

    /**
     * The section {@code data} as far as it is known: {@code path} always.
     *
     * @param guesses takes what was guessed
     * @param questions takes what must be asked
     */
    Map<String, Object> settings(List<String> paths, Object given, List<Guess> guesses, List<String> questions)
            throws IOException {
        Map<String, Object> data = new LinkedHashMap<>();
        if (given instanceof Map<?, ?> map) {
            map.forEach((key, value) -> data.put(key.toString(), value));
        }
        if (!paths.isEmpty()) {
            List<String> relative = paths.stream().map(this::relative).toList();
            data.put("path", relative.size() == 1 ? relative.get(0) : relative);
        }
        if (!data.containsKey("path")) {
            String found = found();
            data.put("path", found);
            guesses.add(new Guess("data.path", found, "the data that the project has"));
        }
        Optional<CsvSample> sample =
                data.containsKey("format") ? Optional.empty() : CsvSample.of(first(data), null, charset(data));
        if (sample.isPresent()) {
            guessDialect(sample.get(), data, guesses);
            guessHeader(sample.get(), data, guesses);
            guessNotation(sample.get(), data, guesses);
            guessDates(sample.get(), data, guesses, questions);
        }
        return data;
    }

    private String relative(String path) {
        Path absolute = project.resolve(path).normalize();
        return absolute.startsWith(project) && !absolute.equals(project)
                ? project.relativize(absolute).toString().replace('\\', '/')
                : path;
    }

    /** The folder {@code data} where it holds any file of data, otherwise the only such file of the project's folder. */
    private String found() throws IOException {
        if (Files.isDirectory(project.resolve("data")) && !files("data").isEmpty()) {
            return files("data").size() == 1 ? files("data").get(0) : "data";
        }
        List<String> here =
                files(".").stream().filter(name -> !name.contains("/")).toList();
        if (here.size() == 1) {
            return here.get(0);
        }
        throw new InputException(
                here.isEmpty()
                        ? "there is no data in " + project + ": name it, such as cd4ml init data/*.csv"
                        : "there are several files of data in " + project
                                + ": name those that belong together, such as cd4ml" + " init " + here.get(0));
    }

    private List<String> files(String path) throws IOException {
        try {
            return new FileFinder(project, "data.path").find(List.of(path));
        } catch (InputException e) {
            return List.of();
        }
    }

    private static void guessDialect(CsvSample sample, Map<String, Object> data, List<Guess> guesses) {
        if (data.containsKey("skipLines") || data.containsKey("comment") || data.containsKey("escape")) {
            return;
        }
        if (sample.skipLines() > 0) {
            data.put("skipLines", sample.skipLines());
            guesses.add(new Guess(
                    "data.skipLines",
                    String.valueOf(sample.skipLines()),
                    "the names of the columns, in as many fields as the rows have, come after that"));
        }
        if (sample.comment() != null) {
            data.put("comment", sample.comment());
            guesses.add(new Guess("data.comment", sample.comment(), "the first lines begin with it"));
        }
        if (sample.escape() != null) {
            data.put("escape", sample.escape());
            guesses.add(new Guess("data.escape", sample.escape(), "it stands before quotes inside quotes"));
        }
    }

    private static void guessHeader(CsvSample sample, Map<String, Object> data, List<Guess> guesses) {
        if (!data.containsKey("header") && !data.containsKey("names") && sample.beginsWithData()) {
            data.put("header", false);
            guesses.add(new Guess(
                    "data.header", "false", "the first line looks like data: name the columns by data.names"));
        }
    }

    private static void guessNotation(CsvSample sample, Map<String, Object> data, List<Guess> guesses) {
        if (data.containsKey("decimal") || data.containsKey("thousands")) {
            return;
        }
        Optional<NotationDetection.Found> found = NotationDetection.of(sample, missing(data));
        found.ifPresent(notation -> {
            if (notation.decimal().equals(",")) {
                data.put("decimal", ",");
                guesses.add(new Guess("data.decimal", ",", notation.why()));
            }
            if (notation.thousands() != null) {
                data.put("thousands", notation.thousands());
                guesses.add(new Guess("data.thousands", notation.thousands(), notation.why()));
            }
        });
    }

    private static void guessDates(
            CsvSample sample, Map<String, Object> data, List<Guess> guesses, List<String> questions) {
        Map<String, Object> columns = new LinkedHashMap<>();
        if (data.get("columns") instanceof Map<?, ?> given) {
            given.forEach((name, column) -> columns.put(name.toString(), column));
        }
        DateDetection.of(sample, missing(data)).forEach((name, patterns) -> {
            Map<String, Object> column = new LinkedHashMap<>();
            if (columns.get(name) instanceof Map<?, ?> given) {
                given.forEach((key, value) -> column.put(key.toString(), value));
            }
            if (column.containsKey("dateFormat") || column.containsKey("type")) {
                return;
            }
            if (patterns.size() == 1) {
                column.put("dateFormat", patterns.get(0));
                columns.put(name, column);
                guesses.add(new Guess(
                        "data.columns." + name + ".dateFormat",
                        patterns.get(0),
                        "all of its first values are such dates"));
            } else {
                questions.add("are the dates of column " + name + " written as " + String.join(" or as ", patterns)
                        + "? Their values allow both, so they are kept as text: init again with --set"
                        + " 'data.columns." + name + ".dateFormat=" + patterns.get(0) + "' or the other one");
            }
        });
        if (!columns.isEmpty()) {
            data.put("columns", columns);
        }
    }

    private SourceFile first(Map<String, Object> data) throws IOException {
        List<String> names = new FileFinder(project, "data.path").find(texts(data.get("path")));
        return new SourceFile(names.get(0), project.resolve(names.get(0)));
    }

    private static List<String> texts(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(Object::toString).toList()
                : List.of(value.toString());
    }

    private static List<String> missing(Map<String, Object> data) {
        return data.get("missing") instanceof List<?> list ? texts(list) : DataSettings.MISSING;
    }

    private static Charset charset(Map<String, Object> data) {
        String name = data.get("encoding") instanceof String text ? text : "UTF-8";
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            // The survey of the data refuses the name.
            return StandardCharsets.UTF_8;
        }
    }

    /** A name for the model: the data's file, or the project's folder where there are several. */
    static String modelName(Path project, Map<String, Object> data) {
        String path = data.get("path") instanceof String text ? text : "";
        boolean file = !path.isEmpty() && Files.isRegularFile(project.resolve(path));
        String base = file ? Path.of(path).getFileName().toString().replaceFirst("\\..*", "") : name(project);
        String name =
                base.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-").replaceAll("^[^a-z0-9]+", "");
        return name.isEmpty() ? "model" : name.substring(0, Math.min(LONGEST_NAME, name.length()));
    }

    private static String name(Path project) {
        return project.getFileName() == null ? "" : project.getFileName().toString();
    }
}
