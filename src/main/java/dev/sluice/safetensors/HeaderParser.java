package dev.sluice.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses and checks the JSON header of one file. */
final class HeaderParser {
  // The limit of the header's size is a limit of its strings too. Names are untrusted and read
  // once, so
  // neither interning nor Jackson's symbol table helps; the latter throws on crafted hash
  // collisions.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNameLength(Header.MAX_BYTES)
                  .maxStringLength(Header.MAX_BYTES)
                  .build())
          .build();

  /** Maximum length of an unknown type's name, which messages may show. */
  private static final int MAX_DTYPE_LENGTH = 32;

  private final String file;
  private final long bufferSize;
  private final JsonParser json;

  /** The part of the header that is being parsed, for messages. */
  private String place = "header";

  private HeaderParser(String file, long bufferSize, JsonParser json) {
    this.file = file;
    this.bufferSize = bufferSize;
    this.json = json;
  }

  /**
   * Parses a header.
   *
   * @param file name of the file, for messages
   * @param bytes the header, without its length
   * @param bufferSize number of bytes after the header in the file
   * @throws SafetensorsException if the header violates the format
   */
  static Header parse(String file, byte[] bytes, long bufferSize) {
    String text = decode(file, bytes);
    if (!text.startsWith("{")) {
      String found = text.isEmpty() ? "nothing" : TensorNames.quoted(text.substring(0, 1));
      throw new SafetensorsException(file + ": header: expected '{' first, found " + found);
    }
    try (JsonParser json = JSON.createParser(text)) {
      return new HeaderParser(file, bufferSize, json).header();
    } catch (IOException e) {
      throw new SafetensorsException(file + ": header: cannot read JSON: " + e.getMessage(), e);
    }
  }

  private static String decode(String file, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(in).toString();
    } catch (CharacterCodingException e) {
      throw new SafetensorsException(
          file + ": header: expected UTF-8, found an invalid sequence at byte " + in.position(), e);
    }
  }

  private Header header() throws IOException {
    try {
      Map<String, String> metadata = Map.of();
      List<TensorInfo> tensors = new ArrayList<>();
      expect(JsonToken.START_OBJECT, "an object");
      for (String key = nextKey(); key != null; key = nextKey()) {
        if (key.equals(Header.METADATA_KEY)) {
          place = Header.METADATA_KEY;
          metadata = metadata();
        } else {
          place = "tensor " + TensorNames.quoted(key);
          tensors.add(tensor(key));
        }
        place = "header";
      }
      expect(null, "nothing after the object");
      return new Header(metadata, inDataOrder(tensors));
    } catch (JsonProcessingException e) {
      // If a limit of the parser is exceeded, the exception has no location.
      String at = e.getLocation() == null ? "" : " at character " + e.getLocation().getCharOffset();
      throw new SafetensorsException(
          message("expected well-formed JSON, found " + e.getOriginalMessage() + at), e);
    }
  }

  private Map<String, String> metadata() throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    expect(JsonToken.START_OBJECT, "an object of strings");
    for (String key = nextKey(); key != null; key = nextKey()) {
      expect(JsonToken.VALUE_STRING, "a string for " + TensorNames.quoted(key));
      metadata.put(key, unicode(json.getText()));
    }
    return Collections.unmodifiableMap(metadata);
  }

  private TensorInfo tensor(String name) throws IOException {
    String dtype = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    expect(JsonToken.START_OBJECT, "an object with dtype, shape and data_offsets");
    for (String key = nextKey(); key != null; key = nextKey()) {
      switch (key) {
        case "dtype" -> dtype = dtype();
        case "shape" -> shape = integers("shape");
        case "data_offsets" -> offsets = integers("data_offsets");
        default ->
            throw failure(
                "expected only dtype, shape and data_offsets, found " + TensorNames.quoted(key));
      }
    }
    if (dtype == null) {
      throw failure("expected a dtype, found none");
    }
    if (shape == null) {
      throw failure("expected a shape, found none");
    }
    if (offsets == null) {
      throw failure("expected data_offsets, found none");
    }
    require(offsets.size() == 2, "expected two data_offsets, found " + offsets.size());
    try {
      return new TensorInfo(
          name, DataType.named(dtype), dtype, shape, offsets.get(0), offsets.get(1));
    } catch (IllegalArgumentException e) {
      throw new SafetensorsException(message(String.valueOf(e.getMessage())), e);
    }
  }

  private String dtype() throws IOException {
    expect(JsonToken.VALUE_STRING, "a string for dtype");
    require(
        json.getTextLength() <= MAX_DTYPE_LENGTH,
        "expected a dtype of at most " + MAX_DTYPE_LENGTH + " characters, found " + found());
    return unicode(json.getText());
  }

  private List<Long> integers(String key) throws IOException {
    List<Long> integers = new ArrayList<>();
    expect(JsonToken.START_ARRAY, "an array for " + key);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      boolean natural =
          json.currentToken() == JsonToken.VALUE_NUMBER_INT
              && !json.getText().startsWith("-")
              && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
      require(natural, "expected integers from 0 below 2^63 in " + key + ", found " + found());
      integers.add(json.getLongValue());
    }
    return integers;
  }

  /**
   * Sorts the tensors by their data, and checks that they cover the buffer without overlap or hole.
   */
  private Map<String, TensorInfo> inDataOrder(List<TensorInfo> tensors) {
    tensors.sort(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end));
    Map<String, TensorInfo> ordered = new LinkedHashMap<>();
    long covered = 0;
    for (TensorInfo tensor : tensors) {
      place = "tensor " + TensorNames.quoted(tensor.name());
      require(
          tensor.end() <= bufferSize,
          "expected data within a buffer of " + bufferSize + " bytes, found end " + tensor.end());
      require(
          tensor.begin() == covered,
          String.format(
              Locale.ROOT,
              "expected data from byte %d, found begin %d: %s",
              covered,
              tensor.begin(),
              tensor.begin() < covered ? "overlap" : "hole"));
      ordered.put(tensor.name(), tensor);
      covered = tensor.end();
    }
    place = "data buffer";
    require(
        covered == bufferSize,
        "expected " + covered + " bytes, all of them of tensors, found " + bufferSize);
    return Collections.unmodifiableMap(ordered);
  }

  /** Returns the next key of the current object, or null at its end. */
  private @Nullable String nextKey() throws IOException {
    return json.nextToken() == JsonToken.END_OBJECT ? null : unicode(json.currentName());
  }

  private void expect(@Nullable JsonToken token, String expected) throws IOException {
    require(json.nextToken() == token, "expected " + expected + ", found " + found());
  }

  private String found() throws IOException {
    return json.currentToken() == null ? "nothing" : TensorNames.quoted(json.getText());
  }

  private String unicode(String text) {
    require(
        TensorNames.isUnicode(text),
        "expected Unicode text, found a lone surrogate in " + TensorNames.quoted(text));
    return text;
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw failure(otherwise);
    }
  }

  private SafetensorsException failure(String what) {
    return new SafetensorsException(message(what));
  }

  private String message(String what) {
    return file + ": " + place + ": " + what;
  }
}
