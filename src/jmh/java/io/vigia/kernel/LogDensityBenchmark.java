package io.vigia.kernel;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Events scored per second on one core by a flow of five transforms with hidden layers 64, 64 and
 * random masked weights. Each invocation scores {@value #EVENTS} different vectors, so that no
 * branch is learned by heart; the score is per vector.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 40, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class LogDensityBenchmark {
  private static final int EVENTS = 1024;

  @Param({"8", "16", "32"})
  int features;

  @Param({"maf", "nsf-ar", "realnvp", "nsf-c"})
  String kind = "maf";

  @Param({"SIMD", "PLAIN"})
  Kernel kernel = Kernel.SIMD;

  private LogDensity density = unset();
  private float[] vectors = {};
  private final double[] scores = new double[EVENTS];

  private static LogDensity unset() {
    FlowArchitecture one = FlowArchitecture.maf(1, 1, List.of());
    return CompiledFlow.of(RandomFlow.weights(one, 1), Kernel.PLAIN).newLogDensity();
  }

  @Setup
  public void compile() {
    FlowArchitecture architecture =
        FlowArchitecture.of(kind, features, 0, 5, List.of(64, 64));
    FlowWeights weights = RandomFlow.weights(architecture, 1);
    density = CompiledFlow.of(weights, kernel).newLogDensity();
    vectors = RandomFlow.vectors(weights, EVENTS, 1, 2);
  }

  /** One event at a time, as a stream brings them. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public double[] single() {
    for (int e = 0; e < EVENTS; e++) {
      scores[e] = density.logDensity(vectors, e * features);
    }
    return scores;
  }

  /** All events in one call, as files and calibration want them. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public double[] bulk() {
    density.logDensities(vectors, EVENTS, scores);
    return scores;
  }
}
