package io.vigia.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.vigia.feature.Symmetry.Exchange;
import io.vigia.feature.Symmetry.Reflection;
import io.vigia.feature.Symmetry.Rotation;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The law: what a symmetry takes into each other has one representative. */
class SymmetryTest {
  private static final List<String> NAMES =
      List.of("pt1", "eta1", "phi1", "pt2", "eta2", "phi2", "pt3", "eta3", "phi3", "met", "metphi");
  private static final Exchange EXCHANGE =
      new Exchange(
          List.of(
              List.of("pt1", "eta1", "phi1"),
              List.of("pt2", "eta2", "phi2"),
              List.of("pt3", "eta3", "phi3")));
  private static final Reflection FORWARD_BACKWARD =
      new Reflection(List.of("eta1", "eta2", "eta3"));
  private static final Rotation AZIMUTH = new Rotation(List.of("phi1", "phi2", "phi3", "metphi"));
  private static final Reflection UP_DOWN =
      new Reflection(List.of("phi1", "phi2", "phi3", "metphi"));
  private static final List<Symmetry> ALL = List.of(FORWARD_BACKWARD, AZIMUTH, EXCHANGE, UP_DOWN);

  /** Angles on a grid that binary fractions hold, so that only wrapping rounds. */
  private static final double GRID = 1.0 / 64;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aTransformedEventHasTheRepresentativeOfTheEvent(long seed) {
    Random random = new Random(seed);
    Canonicalisation canonicalisation = Canonicalisation.of(ALL, NAMES);
    for (int n = 0; n < 3000; n++) {
      double[] event = event(random);
      double[] transformed = transformed(event, random);
      String shown = Arrays.toString(event) + " and " + Arrays.toString(transformed);
      canonicalisation.apply(event);
      canonicalisation.apply(transformed);
      for (int i = 0; i < event.length; i++) {
        if (Double.isNaN(event[i])) {
          assertThat(transformed[i]).as("seed %d: %s", seed, shown).isNaN();
        } else {
          // Half a turn is the same angle from both sides.
          double difference =
              NAMES.get(i).contains("phi") && Math.abs(event[i]) > 3.14
                  ? Math.abs(event[i]) - Math.abs(transformed[i])
                  : event[i] - transformed[i];
          assertThat(difference).as("seed %d: %s", seed, shown).isCloseTo(0, within(1e-12));
        }
      }
    }
  }

  @Test
  void exchangeAndReflectionAreExactToTheLastBit() {
    Random random = new Random(4);
    Canonicalisation canonicalisation =
        Canonicalisation.of(List.of(EXCHANGE, FORWARD_BACKWARD), NAMES);
    for (int n = 0; n < 2000; n++) {
      double[] event = random.doubles(NAMES.size(), -3, 3).toArray();
      if (n % 3 == 0) {
        event[3] = event[0]; // A tie in what the objects are ordered by.
      }
      double[] transformed = reflected(exchanged(event, random), FORWARD_BACKWARD);
      canonicalisation.apply(event);
      canonicalisation.apply(transformed);
      assertThat(transformed).containsExactly(event);
    }
  }

  @Test
  void theRepresentativeIsOneOfTheTransformedEvents() {
    double[] event = {5, -1, 0.5, 7, -2, -0.25, 6, 3, 1, 10, 0};
    Canonicalisation.of(ALL, NAMES).apply(event);
    assertThat(event).containsExactly(7, 2, 0, 6, -3, 1.25, 5, 1, 0.75, 10, 0.25);
  }

  @Test
  void theRepresentativeOfARepresentativeIsItself() {
    Random random = new Random(5);
    Canonicalisation canonicalisation = Canonicalisation.of(ALL, NAMES);
    for (int n = 0; n < 1000; n++) {
      double[] event = event(random);
      canonicalisation.apply(event);
      double[] again = event.clone();
      canonicalisation.apply(again);
      assertThat(again).containsExactly(event);
    }
  }

  @Test
  void anglesGoToTheHalfOpenTurn() {
    double[] event = {3, -3, 0};
    Canonicalisation.of(List.of(new Rotation(List.of("a", "b"))), List.of("a", "b", "c"))
        .apply(event);
    assertThat(event[0]).isZero();
    assertThat(event[1]).isCloseTo(2 * Math.PI - 6, within(1e-15));
  }

  @Test
  void minusZeroAndZeroAreOneValue() {
    double[] event = {-0.0, -1, 2};
    Canonicalisation.of(List.of(new Reflection(List.of("a", "b", "c"))), List.of("a", "b", "c"))
        .apply(event);
    assertThat(event).containsExactly(0.0, 1, -2);
    assertThat(1 / event[0]).isPositive();
  }

  @Test
  void missingObjectsComeLastAndMissingAnglesStayMissing() {
    double nan = Double.NaN;
    double[] event = {nan, nan, nan, 4, -1, 2, 9, nan, nan, 1, 2.5};
    Canonicalisation.of(ALL, NAMES).apply(event);
    assertThat(event).containsExactly(9, nan, nan, 4, 1, 0, nan, nan, nan, 1, 0.5);
  }

  @Test
  void nothingIsAllocatedNotEvenWhereObjectsTie() {
    Random random = new Random(6);
    double[][] events = new double[2000][];
    Arrays.setAll(events, n -> event(random));
    Canonicalisation canonicalisation = Canonicalisation.of(ALL, NAMES);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    canonicalisation.apply(events[0]);
    long before = threads.getThreadAllocatedBytes(thread);
    for (double[] event : events) {
      canonicalisation.apply(event);
    }
    assertThat(threads.getThreadAllocatedBytes(thread) - before).isZero();
  }

  /** Few distinct values, so that objects tie; some missing. */
  private static double[] event(Random random) {
    double[] event = new double[NAMES.size()];
    for (int i = 0; i < event.length; i++) {
      String name = NAMES.get(i);
      if (random.nextInt(12) == 0) {
        event[i] = Double.NaN;
      } else if (name.contains("phi")) {
        event[i] = GRID * (random.nextInt(401) - 200);
      } else if (name.startsWith("eta")) {
        event[i] = random.nextInt(5) - 2;
      } else {
        event[i] = 1 + random.nextInt(3);
      }
      if (event[i] == 0 && random.nextBoolean()) {
        event[i] = -0.0;
      }
    }
    return event;
  }

  private static double[] transformed(double[] event, Random random) {
    List<Integer> steps = new ArrayList<>(List.of(0, 1, 2, 3, 0));
    Collections.shuffle(steps, random);
    double[] result = event.clone();
    for (int step : steps.subList(0, 1 + random.nextInt(steps.size()))) {
      result =
          switch (step) {
            case 0 -> exchanged(result, random);
            case 1 -> reflected(result, FORWARD_BACKWARD);
            case 2 -> reflected(result, UP_DOWN);
            default -> rotated(result, GRID * random.nextInt(200));
          };
    }
    return result;
  }

  private static double[] exchanged(double[] event, Random random) {
    List<Integer> order = new ArrayList<>(List.of(0, 1, 2));
    Collections.shuffle(order, random);
    double[] exchanged = event.clone();
    for (int i = 0; i < 9; i++) {
      exchanged[i] = event[3 * order.get(i / 3) + i % 3];
    }
    return exchanged;
  }

  private static double[] reflected(double[] event, Reflection reflection) {
    double[] reflected = event.clone();
    for (String field : reflection.fields()) {
      reflected[NAMES.indexOf(field)] *= -1;
    }
    return reflected;
  }

  /** By an angle, and each angle by a whole turn or none. */
  private static double[] rotated(double[] event, double by) {
    double[] rotated = event.clone();
    for (String field : AZIMUTH.angles()) {
      int i = NAMES.indexOf(field);
      double angle = event[i] + by;
      rotated[i] = angle > Math.PI ? angle - 2 * Math.PI : angle;
    }
    return rotated;
  }
}
