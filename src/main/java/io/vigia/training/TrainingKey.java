package io.vigia.training;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/** What a training depends on, as one digest: where it is the same, so are the weights. */
final class TrainingKey {
  private TrainingKey() {}

  /**
   * @param settings in words
   * @param numbers rows, moments, start
   * @return SHA-256, hex
   */
  static String of(String settings, float[]... numbers) {
    MessageDigest digest = DigestUtils.getSha256Digest();
    digest.update(settings.getBytes(StandardCharsets.UTF_8));
    for (float[] values : numbers) {
      ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + values.length * Float.BYTES);
      bytes.putInt(values.length).asFloatBuffer().put(values);
      digest.update(bytes.array());
    }
    return Hex.encodeHexString(digest.digest());
  }
}
