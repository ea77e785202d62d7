package io.vigia.kernel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The safetensors format (huggingface/safetensors, "Format"): the header's length as 8 bytes little
 * endian, the header as JSON (name → {@code dtype, shape, data_offsets}), then the numbers, little
 * endian and without holes. Types: {@code F32} and {@code I32}. A file can hold no code, and
 * reading one allocates no more than a few times its length.
 */
public final class Safetensors {
  private static final String METADATA = "__metadata__";
  private static final int LENGTH_BYTES = Long.BYTES;
  private static final int MAX_HEADER_BYTES = 16 << 20;

  /** Of a file, at most. */
  public static final long MAX_FILE_BYTES = 1L << 30;

  private static final int MAX_AXES = 8;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Safetensors() {}

  /**
   * The tensors of a file, by name in alphabetical order.
   *
   * @throws IOException where it cannot be read
   * @throws IllegalArgumentException where it is not a sound safetensors file
   */
  public static Map<String, Tensor> read(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MAX_FILE_BYTES) {
      throw new IllegalArgumentException(
          file + " has " + size + " bytes; allowed: at most " + MAX_FILE_BYTES);
    }
    try {
      return read(Files.readAllBytes(file));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * The tensors of a file's bytes, by name in alphabetical order.
   *
   * @throws IllegalArgumentException where the bytes are not a sound safetensors file
   */
  public static Map<String, Tensor> read(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    ObjectNode header = header(bytes);
    ByteBuffer data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : header.properties()) {
      if (!field.getKey().equals(METADATA)) {
        entries.add(Entry.of(field.getKey(), field.getValue()));
      }
    }
    requireWithoutHoles(entries, data.limit());
    Map<String, Tensor> tensors = new TreeMap<>();
    for (Entry entry : entries) {
      tensors.put(entry.name, entry.read(data));
    }
    return Collections.unmodifiableMap(tensors);
  }

  /**
   * The free text in a file's header; empty where there is none.
   *
   * @throws IllegalArgumentException where the header is not sound, or something in it is no text
   */
  public static Map<String, String> metadata(byte[] file) {
    JsonNode texts = header(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN)).path(METADATA);
    Map<String, String> metadata = new TreeMap<>();
    for (Map.Entry<String, JsonNode> text : texts.properties()) {
      if (!text.getValue().isTextual()) {
        throw new IllegalArgumentException(
            METADATA + "." + text.getKey() + " is " + text.getValue() + "; a text is needed");
      }
      metadata.put(text.getKey(), text.getValue().textValue());
    }
    return metadata;
  }

  /**
   * The bytes of a file with these tensors, in alphabetical order of their names, so that the same
   * tensors and metadata give the same bytes.
   *
   * @param metadata free text by key, in the header under {@code __metadata__}; may be empty
   */
  public static byte[] write(Map<String, Tensor> tensors, Map<String, String> metadata) {
    ObjectNode header = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode texts = header.putObject(METADATA);
      new TreeMap<>(metadata).forEach(texts::put);
    }
    Map<String, Tensor> ordered = new TreeMap<>(tensors);
    long end = 0;
    for (Map.Entry<String, Tensor> entry : ordered.entrySet()) {
      ObjectNode node = header.putObject(entry.getKey());
      node.put("dtype", entry.getValue().dtype());
      var shape = node.putArray("shape");
      Arrays.stream(entry.getValue().shape()).forEach(shape::add);
      long begin = end;
      end += 4L * entry.getValue().size();
      node.putArray("data_offsets").add(begin).add(end);
    }
    byte[] json = padded(header.toString().getBytes(StandardCharsets.UTF_8));
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(LENGTH_BYTES + json.length + end))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    ordered.values().forEach(tensor -> put(tensor, bytes));
    return bytes.array();
  }

  private static ObjectNode header(ByteBuffer bytes) {
    if (bytes.remaining() < LENGTH_BYTES) {
      throw new IllegalArgumentException(
          "a safetensors file has at least 8 bytes, this has " + bytes.remaining());
    }
    long length = bytes.getLong();
    if (length < 2 || length > Math.min(MAX_HEADER_BYTES, bytes.remaining())) {
      throw new IllegalArgumentException(
          "the header's length is "
              + Long.toUnsignedString(length)
              + " bytes; allowed: 2 to "
              + Math.min(MAX_HEADER_BYTES, bytes.remaining())
              + " (is the file cut short, or not safetensors?)");
    }
    byte[] json = new byte[(int) length];
    bytes.get(json);
    try {
      if (JSON.readTree(json) instanceof ObjectNode header) {
        return header;
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the header is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("the header is not JSON: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException("the header is JSON, but no object");
  }

  private static void requireWithoutHoles(List<Entry> entries, long length) {
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long end = 0;
    for (Entry entry : entries) {
      if (entry.begin != end) {
        throw new IllegalArgumentException(
            entry.name + ".data_offsets begins at " + entry.begin + ", expected " + end);
      }
      end = entry.end;
    }
    if (end != length) {
      throw new IllegalArgumentException(
          "the tensors fill " + end + " bytes, the file has " + length + " for them");
    }
  }

  private static byte[] padded(byte[] json) {
    int padding = Math.floorMod(-json.length, LENGTH_BYTES);
    byte[] padded = Arrays.copyOf(json, json.length + padding);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }

  private static void put(Tensor tensor, ByteBuffer bytes) {
    if (tensor instanceof Tensor.Floats floats) {
      for (float number : floats.data()) {
        bytes.putFloat(number);
      }
    } else if (tensor instanceof Tensor.Ints ints) {
      for (int number : ints.data()) {
        bytes.putInt(number);
      }
    }
  }

  /** A tensor's line in the header; begin and end are bytes from the start of the data. */
  private record Entry(String name, String dtype, int[] shape, long begin, long end) {

    static Entry of(String name, JsonNode node) {
      String dtype = node.path("dtype").asText();
      if (!dtype.equals("F32") && !dtype.equals("I32")) {
        throw new IllegalArgumentException(
            name + ".dtype is '" + dtype + "'; allowed: 'F32', 'I32'");
      }
      int[] shape = shape(name, node.path("shape"));
      JsonNode offsets = node.path("data_offsets");
      if (offsets.size() != 2 || !whole(offsets.path(0)) || !whole(offsets.path(1))) {
        throw new IllegalArgumentException(
            name + ".data_offsets is " + offsets + "; allowed: two whole numbers");
      }
      long begin = offsets.path(0).longValue();
      long end = offsets.path(1).longValue();
      if (begin < 0 || end < begin || end - begin != 4L * Tensor.sizeOf(shape)) {
        throw new IllegalArgumentException(
            name + ".data_offsets is " + offsets + ", not 4 bytes for each number of its shape");
      }
      return new Entry(name, dtype, shape, begin, end);
    }

    private static int[] shape(String name, JsonNode node) {
      if (!node.isArray() || node.size() > MAX_AXES) {
        throw new IllegalArgumentException(
            name + ".shape is " + node + "; allowed: at most " + MAX_AXES + " lengths");
      }
      int[] shape = new int[node.size()];
      for (int axis = 0; axis < shape.length; axis++) {
        if (!node.path(axis).isIntegralNumber() || !node.path(axis).canConvertToInt()) {
          throw new IllegalArgumentException(
              name + ".shape is " + node + "; allowed: whole numbers of 0 to " + Integer.MAX_VALUE);
        }
        shape[axis] = node.path(axis).intValue();
      }
      return shape;
    }

    private static boolean whole(JsonNode node) {
      return node.isIntegralNumber() && node.canConvertToLong();
    }

    Tensor read(ByteBuffer data) {
      ByteBuffer own = data.slice((int) begin, (int) (end - begin)).order(ByteOrder.LITTLE_ENDIAN);
      int size = Tensor.sizeOf(shape);
      if (dtype.equals("I32")) {
        int[] numbers = new int[size];
        own.asIntBuffer().get(numbers);
        return Tensor.of(numbers, shape);
      }
      float[] numbers = new float[size];
      own.asFloatBuffer().get(numbers);
      return Tensor.of(numbers, shape);
    }
  }
}
