package io.vigia.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  private static final String ONE_FLOAT =
      "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}".replace('\'', '"');

  @Test
  void tensorsComeBackAsTheyWere(@TempDir Path folder) throws Exception {
    float[] floats = {1.5f, -0f, Float.MIN_VALUE, 3e38f, Float.NaN, -7};
    Map<String, Tensor> tensors =
        Map.of(
            "weights", Tensor.of(floats, 2, 3),
            "order", Tensor.of(new int[] {2, 0, Integer.MIN_VALUE}, 3),
            "scalar", Tensor.of(new float[] {42}),
            "empty", Tensor.of(new float[0], 0, 5));
    Path file = folder.resolve("weights.safetensors");
    Files.write(file, Safetensors.write(tensors, Map.of("made by", "a test, é")));

    Map<String, Tensor> read = Safetensors.read(file);

    assertThat(read).containsOnlyKeys("weights", "order", "scalar", "empty");
    assertThat(floats(read, "weights").shape()).containsExactly(2, 3);
    assertThat(floats(read, "weights").data()).containsExactly(floats);
    assertThat(read.get("order"))
        .isInstanceOfSatisfying(
            Tensor.Ints.class,
            order -> assertThat(order.data()).containsExactly(2, 0, Integer.MIN_VALUE));
    assertThat(floats(read, "scalar").shape()).isEmpty();
    assertThat(floats(read, "empty").data()).isEmpty();
  }

  @Test
  void theOrderOfTheMapDoesNotChangeTheBytes() {
    Map<String, Tensor> one = new HashMap<>();
    Map<String, Tensor> other = new LinkedHashMap<>();
    for (int i = 0; i < 20; i++) {
      one.put("t" + i, Tensor.of(new float[] {i}, 1));
      other.put("t" + (19 - i), Tensor.of(new float[] {19 - i}, 1));
    }
    assertThat(Safetensors.write(one, Map.of())).isEqualTo(Safetensors.write(other, Map.of()));
  }

  @Test
  void theBytesAreThoseOfTheFormat() {
    byte[] file = Safetensors.write(Map.of("a", Tensor.of(new float[] {1}, 1)), Map.of());
    String padded = ONE_FLOAT + " ".repeat(Math.floorMod(-ONE_FLOAT.length(), 8));
    ByteBuffer expected = ByteBuffer.allocate(8 + padded.length() + 4);
    expected.order(ByteOrder.LITTLE_ENDIAN).putLong(padded.length());
    expected.put(padded.getBytes(StandardCharsets.UTF_8)).put(new byte[] {0, 0, (byte) 0x80, 0x3f});
    assertThat(file).isEqualTo(expected.array());
  }

  @Test
  void aFileCutAnywhereIsRefused() {
    byte[] file = Safetensors.write(Map.of("a", Tensor.of(new float[] {1, 2}, 2)), Map.of());
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatIllegalArgumentException().isThrownBy(() -> Safetensors.read(cut));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, 0, 1, 1L << 40, Integer.MAX_VALUE, 100_000_000})
  void aHeaderLengthThatTheFileDoesNotHaveIsRefused(long length) {
    byte[] file = bytes(length, ONE_FLOAT, 4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Safetensors.read(file))
        .withMessageContaining("header's length is " + Long.toUnsignedString(length));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | no object",
        "{'a':} | not JSON",
        "{} {} | not JSON",
        "{'a':1} | a.dtype",
        "{'a':null} | a.dtype",
        "{'a':{'dtype':'F64','shape':[1],'data_offsets':[0,8]}} | a.dtype is 'F64'",
        "{'a':{'dtype':'F32','shape':4,'data_offsets':[0,4]}} | a.shape",
        "{'a':{'dtype':'F32','shape':[1.0],'data_offsets':[0,4]}} | a.shape",
        "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}} | negative",
        "{'a':{'dtype':'F32','shape':[4294967297],'data_offsets':[0,4]}} | a.shape",
        "{'a':{'dtype':'F32','shape':[65536,65536],'data_offsets':[0,0]}} | more than",
        "{'a':{'dtype':'F32','shape':[2147483647],'data_offsets':[0,4]}} | a.data_offsets",
        "{'a':{'dtype':'F32','shape':[1,1,1,1,1,1,1,1,1],'data_offsets':[0,4]}} | a.shape",
        "{'a':{'dtype':'F32','shape':[1]}} | a.data_offsets",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0]}} | a.data_offsets",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':['0','4']}} | a.data_offsets",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[-4,0]}} | a.data_offsets",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}} | a.data_offsets",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | begins at 4, expected 0",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[9223372036854775803,9223372036854775807]}}"
            + " | begins at",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | fill 8 bytes, the file has 4",
        "{'a':{'dtype':'F32','shape':[0],'data_offsets':[0,0]}} | fill 0 bytes, the file has 4",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},"
            + "'b':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | begins at 0, expected 4",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},"
            + "'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | Duplicate",
      })
  void aHostileHeaderIsRefusedWithWhatIsWrong(String header, String message) {
    byte[] file = bytes(null, header.replace('\'', '"'), 4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Safetensors.read(file))
        .withMessageContaining(message);
  }

  @Test
  void aHeaderNestedTooDeepIsRefused() {
    byte[] file = bytes(null, "{\"a\":" + "[".repeat(200_000), 4);
    assertThatIllegalArgumentException().isThrownBy(() -> Safetensors.read(file));
  }

  @Test
  void theMessageNamesTheFile(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("broken.safetensors"), new byte[3]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Safetensors.read(file))
        .withMessageContaining(file.toString());
  }

  private static Tensor.Floats floats(Map<String, Tensor> tensors, String name) {
    return (Tensor.Floats) Objects.requireNonNull(tensors.get(name), name);
  }

  private static byte[] bytes(@Nullable Long length, String header, int data) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + data).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(length == null ? json.length : length).put(json);
    return bytes.array();
  }
}
