package io.jenkins.cd4ml.onnx;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.jenkins.cd4ml.problem.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Files that must never reach ONNX Runtime. */
public class OnnxInspectionTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aModelOfStandardOperatorsIsRead() throws Exception {
        byte[] bytes = model(graph()).toByteArray();
        assertArrayEquals(bytes, OnnxInspection.read(write(bytes), "m.onnx"));
        ModelProto withFunction =
                model(graph().addNode(NodeProto.newBuilder().setOpType("Mine").setDomain("own"))).toBuilder()
                        .addFunctions(FunctionProto.newBuilder().setName("Mine").setDomain("own"))
                        .build();
        OnnxInspection.read(write(withFunction.toByteArray()), "m.onnx");
    }

    @Test
    public void tensorsInOtherFilesAreRefusedWhereverTheyHide() throws Exception {
        TensorProto outside = TensorProto.newBuilder()
                .setName("weights\u001b[31m")
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue("../../../etc/passwd"))
                .build();
        String refusal =
                "m.onnx keeps its tensor 'weights?[31m' in another file, which is not opened: save the model as"
                        + " one file";
        refused(refusal, model(graph().addInitializer(outside)));
        GraphProto branch = graph().addInitializer(outside).build();
        AttributeProto inBranch =
                AttributeProto.newBuilder().setName("then_branch").setG(branch).build();
        refused(
                refusal,
                model(graph().addNode(NodeProto.newBuilder().setOpType("If").addAttribute(inBranch))));
        AttributeProto constant =
                AttributeProto.newBuilder().setName("value").setT(outside).build();
        refused(
                refusal,
                model(graph()).toBuilder()
                        .addFunctions(FunctionProto.newBuilder()
                                .addNode(NodeProto.newBuilder()
                                        .setOpType("Constant")
                                        .addAttribute(constant)))
                        .build());
        // the location alone is enough
        refused(refusal, model(graph().addInitializer(outside.toBuilder().clearDataLocation())));
    }

    @Test
    public void operatorsThatNobodyHasAreRefused() throws Exception {
        refused(
                "m.onnx uses the operator Evil of com.example, which is none of ONNX Runtime's own: export the model with"
                        + " standard operators",
                model(graph().addNode(NodeProto.newBuilder().setOpType("Evil").setDomain("com.example"))));
    }

    @Test
    public void tooManyInputsAreRefused() throws Exception {
        GraphProto.Builder graph = graph();
        for (int i = 0; i <= OnnxInspection.MOST_INPUTS; i++) {
            graph.addInput(ValueInfoProto.newBuilder().setName("i" + i));
        }
        refused("m.onnx has 1001 inputs; at most 1000 are filled", model(graph));
    }

    @Test
    public void whatIsNoModelIsRefused() throws Exception {
        Path text = write("a,b\n1,2\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        InputException noOnnx = assertThrows(InputException.class, () -> OnnxInspection.read(text, "m.onnx"));
        assertEquals("m.onnx is no ONNX model:", noOnnx.getMessage().substring(0, 24));
        refused(
                "m.onnx is no ONNX model: it has no graph",
                ModelProto.newBuilder().setIrVersion(8).build());
        Path missing = folder.getRoot().toPath().resolve("none");
        assertEquals(
                "there is no file m.onnx, where an ONNX file should be",
                assertThrows(InputException.class, () -> OnnxInspection.read(missing, "m.onnx"))
                        .getMessage());
    }

    /** Protobuf to the one, flatbuffers to the other: the producer's name has its letters where ORT's format has its identifier. */
    @Test
    public void onnxRuntimesOwnFormatIsRefused() throws Exception {
        ModelProto both = ModelProto.newBuilder()
                .setProducerName("..ORTM")
                .setGraph(graph())
                .build();
        assertEquals("ORTM", new String(both.toByteArray(), 4, 4, java.nio.charset.StandardCharsets.US_ASCII));
        refused("m.onnx is a model in ONNX Runtime's own format, which is not opened: save it as ONNX", both);
        OnnxInspection.read(
                write(model(graph()).toBuilder()
                        .setProducerName("_ORTM")
                        .build()
                        .toByteArray()),
                "m.onnx");
    }

    @Test
    public void nestingWithoutEndIsRefused() throws Exception {
        GraphProto inner = graph().build();
        for (int i = 0; i < 200; i++) {
            AttributeProto body =
                    AttributeProto.newBuilder().setName("body").setG(inner).build();
            inner = graph().addNode(NodeProto.newBuilder().setOpType("Loop").addAttribute(body))
                    .build();
        }
        Path file = write(model(inner.toBuilder()).toByteArray());
        InputException refused = assertThrows(InputException.class, () -> OnnxInspection.read(file, "m.onnx"));
        assertEquals("m.onnx is no ONNX model:", refused.getMessage().substring(0, 24));
    }

    @Test
    public void largeFilesAreRefused() throws Exception {
        Path file = write(new byte[3 << 20]);
        assertEquals(
                "m.onnx has 3 MB; models of at most 2 MB are opened",
                assertThrows(InputException.class, () -> OnnxInspection.read(file, "m.onnx", 2 << 20))
                        .getMessage());
    }

    private void refused(String message, ModelProto model) throws Exception {
        Path file = write(model.toByteArray());
        assertEquals(
                message,
                assertThrows(InputException.class, () -> OnnxInspection.read(file, "m.onnx"))
                        .getMessage());
    }

    private Path write(byte[] bytes) throws Exception {
        return Files.write(folder.getRoot().toPath().resolve("m.onnx"), bytes);
    }

    private static GraphProto.Builder graph() {
        return GraphProto.newBuilder().addNode(NodeProto.newBuilder().setOpType("Identity"));
    }

    private static ModelProto model(GraphProto.Builder graph) {
        return ModelProto.newBuilder().setIrVersion(8).setGraph(graph).build();
    }
}
