package io.vigia.training;

import io.vigia.density.AdamW;
import io.vigia.density.GradientLearner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Loop states as bytes: a mark of format and version, the key of the training, the state in the
 * order of its parts, and the SHA-256 of all that stands before.
 */
final class LoopStateCodec {
  private static final int FORMAT = 0x56675031; // "VgP1"
  private static final int DIGEST = 32;

  private LoopStateCodec() {}

  /**
   * @param key what the training depends on: rows, settings, start
   */
  static byte[] write(LoopState state, String key) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(FORMAT);
      out.writeUTF(key);
      out.writeInt(state.step());
      out.writeLong(state.learner().steps());
      out.writeInt(state.learner().updates());
      out.writeInt(state.learner().moments().step());
      out.writeInt(state.bestStep());
      out.writeDouble(state.bestNll());
      write(out, state.learner().theta());
      write(out, state.learner().average());
      write(out, state.learner().moments().mean());
      write(out, state.learner().moments().variance());
      write(out, state.best());
      out.writeInt(state.history().size());
      for (TrainingProgress.Point point : state.history()) {
        write(out, point);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array in memory has no errors
    }
    byte[] content = bytes.toByteArray();
    return ByteBuffer.allocate(content.length + DIGEST)
        .put(content)
        .put(DigestUtils.sha256(content))
        .array();
  }

  /**
   * @throws InvalidCheckpointException where it is of another training, or not whole
   */
  static LoopState read(byte[] bytes, String key) throws InvalidCheckpointException {
    int length = bytes.length - DIGEST;
    byte[] content = Arrays.copyOf(bytes, Math.max(0, length));
    if (length < 0
        || !Arrays.equals(
            DigestUtils.sha256(content), Arrays.copyOfRange(bytes, length, bytes.length))) {
      throw new InvalidCheckpointException("the checkpoint is damaged");
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content))) {
      if (in.readInt() != FORMAT) {
        throw new InvalidCheckpointException("the checkpoint is of another version of vigia");
      }
      if (!in.readUTF().equals(key)) {
        throw new InvalidCheckpointException(
            "the checkpoint is of a training with other rows, settings or start");
      }
      return read(in);
    } catch (IOException e) {
      throw new InvalidCheckpointException("the checkpoint is cut off", e);
    }
  }

  private static LoopState read(DataInputStream in) throws IOException {
    int step = in.readInt();
    long steps = in.readLong();
    int updates = in.readInt();
    int momentSteps = in.readInt();
    int bestStep = in.readInt();
    double bestNll = in.readDouble();
    float[] theta = readFloats(in);
    float[] average = readFloats(in);
    AdamW.Moments moments = new AdamW.Moments(readFloats(in), readFloats(in), momentSteps);
    float[] best = readFloats(in);
    List<TrainingProgress.Point> history = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      history.add(readPoint(in));
    }
    GradientLearner.State learner =
        new GradientLearner.State(theta, moments, average, updates, steps);
    return new LoopState(step, learner, best, bestStep, bestNll, history);
  }

  private static void write(DataOutputStream out, TrainingProgress.Point point) throws IOException {
    out.writeUTF(point.member());
    out.writeInt(point.step());
    out.writeInt(point.of());
    out.writeDouble(point.loss());
    out.writeDouble(point.validationNll());
    out.writeDouble(point.rate());
  }

  private static TrainingProgress.Point readPoint(DataInputStream in) throws IOException {
    return new TrainingProgress.Point(
        in.readUTF(),
        in.readInt(),
        in.readInt(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble());
  }

  private static void write(DataOutputStream out, float[] values) throws IOException {
    out.writeInt(values.length);
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    out.write(bytes.array());
  }

  private static float[] readFloats(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readInt() * Float.BYTES];
    in.readFully(bytes);
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
    return values;
  }
}
