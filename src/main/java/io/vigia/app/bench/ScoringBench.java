package io.vigia.app.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vigia.density.Torch;
import io.vigia.density.flow.DjlFlow;
import io.vigia.kernel.CompiledFlow;
import io.vigia.kernel.FlowArchitecture;
import io.vigia.kernel.FlowWeights;
import io.vigia.kernel.LogDensity;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How many events a second one core scores: the compiled kernel, an event at a time and in bulk,
 * against the same flow on DJL with one thread at its batch sizes, in turns in one run. Medians
 * over the rounds. Beside them, how fast DJL multiplies large matrices with one thread: what the
 * core can do in single precision at best.
 */
public final class ScoringBench {
  private static final int EVENTS = 4096;
  private static final List<Integer> BATCHES = List.of(1, 64, 1024);

  /** Rows and columns of the matrices whose product shows the core's peak. */
  private static final int MATRIX = 512;

  private final int rounds;
  private final Duration each;
  private final Consumer<String> say;

  /**
   * @param rounds of which medians are taken
   * @param each how long one measurement lasts, after as long a warm-up before the first round
   * @param say told what happens
   */
  public ScoringBench(int rounds, Duration each, Consumer<String> say) {
    this.rounds = rounds;
    this.each = each;
    this.say = say;
  }

  /**
   * One flow's figures; rates are events a second on one core, medians, with the lowest and highest
   * round.
   *
   * @param architecture in words
   * @param kernel which kernel ran
   * @param multiplications of one event, those that the masks leave
   * @param exponentials of one event
   * @param sgemmShare the kernel's multiplications and additions in a second, one event at a time,
   *     as a share of those of a product of two {@value #MATRIX} by {@value #MATRIX} matrices
   * @param sgemmGflops the latter, in 1e9 a second
   * @param djlBestBatch the batch size that gave {@code djlBestPerS}
   * @param maxAbsDifferenceNats between kernel and DJL over {@value #EVENTS} events
   * @param maxDifferenceToAllowance the most of it in units of 1e-4 + 1e-5 |nll|, what is promised
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Figures(
      String architecture,
      String kind,
      int features,
      String kernel,
      long multiplications,
      long exponentials,
      long kernelSinglePerS,
      long kernelBulkPerS,
      long djlBatch1PerS,
      long djlBestPerS,
      int djlBestBatch,
      double maxAbsDifferenceNats,
      double maxDifferenceToAllowance,
      double sgemmShare,
      double sgemmGflops,
      long[] kernelSingleRange,
      long[] kernelBulkRange,
      long[] djlBestRange) {}

  /**
   * Measures a flow of 5 transforms with hidden layers 64, 64.
   *
   * @throws IllegalArgumentException where there is no such kind, or not with so many features
   */
  public Figures measure(String kind, int features) {
    FlowArchitecture architecture = FlowArchitecture.of(kind, features, 0, 5, List.of(64, 64));
    FlowWeights weights = DjlFlow.randomWeights(architecture, 1);
    CompiledFlow compiled = CompiledFlow.of(weights);
    float[] events = events(features);
    try (DjlFlow djl = DjlFlow.of(weights);
        NDManager matrices = Torch.engine().newBaseManager()) {
      NDArray matrix = matrices.randomNormal(new Shape(MATRIX, MATRIX));
      return figures(architecture, compiled, djl, matrix, events);
    }
  }

  private Figures figures(
      FlowArchitecture architecture,
      CompiledFlow compiled,
      DjlFlow djl,
      NDArray matrix,
      float[] events) {
    LogDensity kernel = compiled.newLogDensity();
    double[] out = new double[EVENTS];
    LongSupplier single = () -> single(kernel, events, out);
    LongSupplier bulk =
        () -> {
          kernel.logDensities(events, EVENTS, out);
          return EVENTS;
        };
    double[][] rates = new double[2 + BATCHES.size()][rounds];
    double[] products = new double[rounds];
    warmUp(single, bulk, djl, events);
    rate(() -> product(matrix));
    for (int round = 0; round < rounds; round++) {
      rates[0][round] = rate(single);
      rates[1][round] = rate(bulk);
      for (int b = 0; b < BATCHES.size(); b++) {
        int batch = BATCHES.get(b);
        rates[2 + b][round] = rate(() -> djl(djl, events, batch));
      }
      products[round] = rate(() -> product(matrix));
      say.accept(
          String.format(
              "%s, %d features, round %d: kernel %,.0f/s single, %,.0f/s bulk; DJL %,.0f/s at 1024",
              architecture.kind(),
              architecture.features(),
              round,
              rates[0][round],
              rates[1][round],
              rates[4][round]));
    }
    int best = best(rates);
    double peak = 2.0 * MATRIX * MATRIX * MATRIX * median(products);
    return new Figures(
        architecture.kind() + ", 5 transforms, hidden 64, 64",
        architecture.kind(),
        architecture.features(),
        compiled.name(),
        compiled.multiplications(),
        compiled.exponentials(),
        median(rates[0]),
        median(rates[1]),
        median(rates[2]),
        median(rates[best]),
        BATCHES.get(best - 2),
        difference(kernel, djl, events, 1, 0),
        difference(kernel, djl, events, 1e-4, 1e-5),
        2.0 * compiled.multiplications() * median(rates[0]) / peak,
        peak / 1e9,
        range(rates[0]),
        range(rates[1]),
        range(rates[best]));
  }

  private void warmUp(LongSupplier single, LongSupplier bulk, DjlFlow djl, float[] events) {
    rate(single);
    rate(bulk);
    BATCHES.forEach(batch -> rate(() -> djl(djl, events, batch)));
  }

  private static int best(double[][] rates) {
    int best = 2;
    for (int i = 3; i < rates.length; i++) {
      if (median(rates[i]) > median(rates[best])) {
        best = i;
      }
    }
    return best;
  }

  /** Events around the bulk of the density, so that no path through a rectifier is favoured. */
  private static float[] events(int features) {
    SplittableRandom random = new SplittableRandom(2);
    float[] events = new float[EVENTS * features];
    for (int i = 0; i < events.length; i++) {
      events[i] = (float) random.nextGaussian();
    }
    return events;
  }

  private static long single(LogDensity kernel, float[] events, double[] out) {
    int features = kernel.inputs();
    for (int i = 0; i < EVENTS; i++) {
      out[i] = kernel.logDensity(events, i * features);
    }
    return EVENTS;
  }

  private static long djl(DjlFlow djl, float[] events, int batch) {
    int features = events.length / EVENTS;
    int start = 0;
    long scored = 0;
    // A small batch is measured over fewer events: its rate is a few thousand a second.
    for (int calls = 0; calls < 64 && start + batch <= EVENTS; calls++, start += batch) {
      float[] rows = Arrays.copyOfRange(events, start * features, (start + batch) * features);
      scored += djl.logDensity(rows, batch).length;
    }
    return scored;
  }

  private static long product(NDArray matrix) {
    matrix.matMul(matrix).close();
    return 1;
  }

  /** How many a second, events or products, of repeated passes. */
  private double rate(LongSupplier pass) {
    long start = System.nanoTime();
    long until = start + each.toNanos();
    long scored = 0;
    long now;
    do {
      scored += pass.getAsLong();
      now = System.nanoTime();
    } while (now < until);
    return scored / ((now - start) / 1e9);
  }

  /** The most that kernel and DJL differ, in units of {@code absolute + relative |nll|}. */
  private static double difference(
      LogDensity kernel, DjlFlow djl, float[] events, double absolute, double relative) {
    double[] ours = new double[EVENTS];
    kernel.logDensities(events, EVENTS, ours);
    double[] theirs = djl.logDensity(events, EVENTS);
    double most = 0;
    for (int i = 0; i < EVENTS; i++) {
      double unit = absolute + relative * Math.abs(theirs[i]);
      most = Math.max(most, Math.abs(ours[i] - theirs[i]) / unit);
    }
    return most;
  }

  private static long median(double[] rates) {
    double[] sorted = rates.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return Math.round((sorted[(n - 1) / 2] + sorted[n / 2]) / 2);
  }

  private static long[] range(double[] rates) {
    return new long[] {
      Math.round(Arrays.stream(rates).min().orElseThrow()),
      Math.round(Arrays.stream(rates).max().orElseThrow())
    };
  }
}
