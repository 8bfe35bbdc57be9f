package dev.sluice.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Writes a header as compact JSON, with the keys in the order of the reference implementation. */
final class HeaderWriter {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int ALIGNMENT = 8;

  private HeaderWriter() {}

  /**
   * Returns the JSON of a header, without its length, padded with spaces to a multiple of 8 bytes.
   * The data of the tensors follow one another in the given order.
   */
  static byte[] bytes(Map<String, String> metadata, List<OutputTensor> tensors) throws IOException {
    // A Writer, since Jackson's byte generator would escape characters beyond U+FFFF.
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart(Header.METADATA_KEY);
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
          json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
      }
      long offset = 0;
      for (OutputTensor tensor : tensors) {
        write(json, tensor, offset);
        offset += tensor.byteSize();
      }
      json.writeEndObject();
    }
    return padded(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void write(JsonGenerator json, OutputTensor tensor, long begin)
      throws IOException {
    json.writeObjectFieldStart(tensor.name());
    json.writeStringField("dtype", tensor.dtype().name());
    json.writeArrayFieldStart("shape");
    for (long dimension : tensor.shape()) {
      json.writeNumber(dimension);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("data_offsets");
    json.writeNumber(begin);
    json.writeNumber(begin + tensor.byteSize());
    json.writeEndArray();
    json.writeEndObject();
  }

  private static byte[] padded(byte[] bytes) {
    int length = (bytes.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    byte[] padded = Arrays.copyOf(bytes, length);
    Arrays.fill(padded, bytes.length, length, (byte) ' ');
    return padded;
  }
}
