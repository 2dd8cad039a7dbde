package io.jenkins.cd4ml.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Which inputs and outputs of an ONNX file that was not written here hold 64-bit floats. Read past all the rest, which may be hundreds of
 * megabytes.
 *
 * @param doubles their names
 */
public record GraphTypes(Set<String> doubles) {

    /** Of a file that ONNX Runtime has opened before. */
    public static GraphTypes of(Path onnx) throws IOException {
        Set<String> doubles = new HashSet<>();
        try (InputStream file = new BufferedInputStream(Files.newInputStream(onnx))) {
            CodedInputStream in = CodedInputStream.newInstance(file);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (WireFormat.getTagFieldNumber(tag) == ModelProto.GRAPH_FIELD_NUMBER) {
                    int end = in.pushLimit(in.readRawVarint32());
                    graph(in, doubles);
                    in.popLimit(end);
                } else {
                    in.skipField(tag);
                }
            }
        }
        return new GraphTypes(Set.copyOf(doubles));
    }

    private static void graph(CodedInputStream in, Set<String> doubles) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            if (field != GraphProto.INPUT_FIELD_NUMBER && field != GraphProto.OUTPUT_FIELD_NUMBER) {
                in.skipField(tag);
                continue;
            }
            ValueInfoProto value = ValueInfoProto.parseFrom(in.readByteArray());
            if (value.getType().getTensorType().getElemType() == TensorProto.DataType.DOUBLE_VALUE) {
                doubles.add(value.getName());
            }
        }
    }
}
