package io.vigia.alert.sky;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One cone match among sources spread evenly over the sky, at a new place each time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SkyCatalogueBenchmark {
  private static final int PLACES = 1 << 16;

  @Param({"1000000"})
  private int sources;

  @Param({"2", "60"})
  private double arcseconds;

  private SkyCatalogue catalogue = SkyCatalogue.of(List.of(), 1);
  private final List<SkyPosition> places = new ArrayList<>();
  private int next;

  @Setup
  public void spread() {
    Random random = new Random(1);
    List<SkyCatalogue.Source> all = new ArrayList<>();
    for (int i = 0; i < sources; i++) {
      all.add(new SkyCatalogue.Source(anywhere(random), "", null));
    }
    catalogue = SkyCatalogue.of(all, arcseconds / 3600);
    for (int i = 0; i < PLACES; i++) {
      places.add(anywhere(random));
    }
  }

  @Benchmark
  public SkyCatalogue.@Nullable Match nearest() {
    next = (next + 1) % PLACES;
    return catalogue.nearest(places.get(next), arcseconds / 3600, 0);
  }

  private static SkyPosition anywhere(Random random) {
    double dec = Math.toDegrees(Math.asin(2 * random.nextDouble() - 1));
    return SkyPosition.of(360 * random.nextDouble(), dec);
  }
}
