package io.vigia.feature;

import io.vigia.event.BadEventException;
import io.vigia.event.EventLayout;
import io.vigia.event.TimeField;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Payload to vector on one core: flat JSON with two ids, a time and 16 numbers of float precision
 * (about 300 bytes), one cut, a logarithm in four of the 16 features. Each invocation reads {@value
 * #EVENTS} different events; the score is per event.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class EventReaderBenchmark {
  private static final int EVENTS = 1024;
  private static final int FEATURES = 16;

  private final EventReader reader = reader();
  private final byte[][] payloads = payloads();

  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public float read() throws BadEventException {
    float sum = 0;
    for (byte[] payload : payloads) {
      reader.read(payload);
      sum += reader.vector()[FEATURES - 1];
    }
    return sum;
  }

  private static EventReader reader() {
    List<EventLayout.Field> fields = new ArrayList<>();
    List<Feature> features = new ArrayList<>();
    for (int i = 0; i < FEATURES; i++) {
      fields.add(new EventLayout.Field("x" + i, "/x" + i, null));
      String formula = i < 4 ? "log(abs(x" + i + "))" : "x" + i;
      features.add(new Feature("f" + i, formula, "", Feature.Missing.REJECT));
    }
    TimeField time = new TimeField("/t", TimeField.Unit.MS, TimeField.Scale.UTC);
    return EventReader.of(
        new EventLayout(List.of("/run", "/event"), List.of(), time, fields, 1 << 20),
        Map.of(),
        new FeatureSchema(fields, Map.of("bounded", "x4 > -1000 && x5 < 1000"), features),
        List.of());
  }

  private static byte[][] payloads() {
    Random random = new Random(1);
    byte[][] payloads = new byte[EVENTS][];
    for (int k = 0; k < EVENTS; k++) {
      StringBuilder text = new StringBuilder("{\"run\":160957,\"event\":");
      text.append(random.nextInt(1 << 30)).append(",\"t\":").append(1_700_000_000_000L + k);
      for (int i = 0; i < FEATURES; i++) {
        text.append(",\"x").append(i).append("\":").append((float) (random.nextGaussian() * 10));
      }
      payloads[k] = text.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }
    return payloads;
  }
}
