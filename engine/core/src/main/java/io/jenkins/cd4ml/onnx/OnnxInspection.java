package io.jenkins.cd4ml.onnx;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.jenkins.cd4ml.problem.Excerpt;
import io.jenkins.cd4ml.problem.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks through an ONNX file before ONNX Runtime opens it. Refused: files that are too large, that are no ONNX (ONNX Runtime knows
 * a format of its own, too), that point to
 * other files, that call operators nobody here has, or that have more inputs than a table has columns. The whole file is walked:
 * graphs within attributes and functions too.
 */
public final class OnnxInspection {
    /** Larger files are refused: a model on tables or small images has at most some hundred megabytes. */
    public static final long MOST_BYTES = 512L << 20;

    public static final int MOST_INPUTS = 1000;

    /** Domains whose operators ONNX Runtime brings itself. */
    private static final Set<String> KNOWN = Set.of("", "ai.onnx", "ai.onnx.ml", "com.microsoft");

    /** Identifier of flatbuffers in ONNX Runtime's own format, and where it stands (core/flatbuffers/schema/ort.fbs). */
    private static final byte[] ORT_IDENTIFIER = "ORTM".getBytes(StandardCharsets.US_ASCII);

    private static final int ORT_IDENTIFIER_AT = 4;

    private final String name;
    private final Set<String> functions = new HashSet<>();

    private OnnxInspection(String name) {
        this.name = name;
    }

    /**
     * The content of a file that has nothing against it.
     *
     * @param name of the file, for messages
     * @throws InputException saying what is against it
     */
    public static byte[] read(Path file, String name) throws IOException {
        return read(file, name, MOST_BYTES);
    }

    static byte[] read(Path file, String name, long mostBytes) throws IOException {
        if (Files.isDirectory(file)) {
            throw new InputException(name + " is a folder: name the ONNX file in it");
        }
        if (!Files.isRegularFile(file)) {
            throw new InputException("there is no file " + name + ", where an ONNX file should be");
        }
        long bytes = Files.size(file);
        if (bytes > mostBytes) {
            throw new InputException(
                    name + " has " + (bytes >> 20) + " MB; models of at most " + (mostBytes >> 20) + " MB are opened");
        }
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes((int) bytes);
        }
        new OnnxInspection(name).inspect(content);
        return content;
    }

    private void inspect(byte[] content) throws IOException {
        requireOnnx(content);
        ModelProto model;
        try {
            CodedInputStream in = CodedInputStream.newInstance(content);
            in.setRecursionLimit(100);
            model = ModelProto.parseFrom(in);
        } catch (InvalidProtocolBufferException e) {
            throw new InputException(name + " is no ONNX model"
                    + OtherFormat.of(content)
                            .map(found -> "; it looks like " + found)
                            .orElse(": " + firstLine(e.getMessage())));
        }
        if (!model.hasGraph() || model.getGraph().getNodeCount() == 0) {
            throw new InputException(name + " is no ONNX model: "
                    + OtherFormat.of(content)
                            .map(found -> "it looks like " + found)
                            .orElse("it has no graph"));
        }
        int inputs = model.getGraph().getInputCount();
        if (inputs > MOST_INPUTS) {
            throw new InputException(name + " has " + inputs + " inputs; at most " + MOST_INPUTS + " are filled");
        }
        for (FunctionProto function : model.getFunctionsList()) {
            functions.add(function.getDomain());
        }
        walk(model);
    }

    /**
     * ONNX Runtime takes content with its flatbuffers' identifier for a model in its own format, whatever the rest of it says: what is
     * looked through here must be what is run there.
     */
    private void requireOnnx(byte[] content) {
        int end = ORT_IDENTIFIER_AT + ORT_IDENTIFIER.length;
        if (content.length >= end
                && Arrays.equals(content, ORT_IDENTIFIER_AT, end, ORT_IDENTIFIER, 0, end - ORT_IDENTIFIER_AT)) {
            throw new InputException(
                    name + " is a model in ONNX Runtime's own format, which is not opened: save it as ONNX");
        }
    }

    private void walk(Message message) {
        if (message instanceof TensorProto tensor) {
            requireInside(tensor);
        } else if (message instanceof NodeProto node) {
            requireKnown(node);
        }
        for (Object value : message.getAllFields().values()) {
            if (value instanceof Message part) {
                walk(part);
            } else if (value instanceof List<?> parts && !parts.isEmpty() && parts.get(0) instanceof Message) {
                parts.forEach(part -> walk((Message) part));
            }
        }
    }

    private void requireInside(TensorProto tensor) {
        if (tensor.getExternalDataCount() > 0 || tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            throw new InputException(name + " keeps its tensor '" + shown(tensor.getName())
                    + "' in another file, which is not opened: save the model as one file");
        }
    }

    private void requireKnown(NodeProto node) {
        if (!KNOWN.contains(node.getDomain()) && !functions.contains(node.getDomain())) {
            throw new InputException(name + " uses the operator " + shown(node.getOpType()) + " of "
                    + shown(node.getDomain())
                    + ", which is none of ONNX Runtime's own: export the model with standard operators");
        }
    }

    /** A name out of the file, short and without control characters. */
    public static String shown(String text) {
        String plain = text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
        return Excerpt.of(plain, 80);
    }

    private static String firstLine(String message) {
        String line = String.valueOf(message).lines().findFirst().orElse("");
        return Excerpt.of(line, 300);
    }
}
