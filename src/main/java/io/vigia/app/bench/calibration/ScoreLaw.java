package io.vigia.app.bench.calibration;

import java.util.Locale;
import java.util.SplittableRandom;

/** Distributions of scores whose tails are known: what a fitted tail can be held against. */
enum ScoreLaw {
  /** Of the exact density of two normal coordinates: {@code S = exp(-s)}. */
  EXPONENTIAL {
    @Override
    double draw(SplittableRandom random) {
      return exponential(random);
    }

    @Override
    double survival(double score) {
      return Math.exp(-score);
    }
  },
  /** Of eight normal coordinates, half a chi-squared of 8: {@code S = exp(-s) sum_(i<4) s^i/i!}. */
  GAUSSIAN {
    @Override
    double draw(SplittableRandom random) {
      return exponential(random) + exponential(random) + exponential(random) + exponential(random);
    }

    @Override
    double survival(double score) {
      return Math.exp(-score) * (1 + score + score * score / 2 + score * score * score / 6);
    }
  },
  /** Heavy, as distances in heavy-tailed features are: {@code S = (1 + s / 4)^-4}. */
  HEAVY {
    @Override
    double draw(SplittableRandom random) {
      return 4 * Math.expm1(exponential(random) / 4);
    }

    @Override
    double survival(double score) {
      return Math.pow(1 + score / 4, -4);
    }
  },
  /**
   * One event in two hundred is of another kind, four times as far out: the tail bends where {@code
   * S} is about 1/600.
   */
  BENT {
    @Override
    double draw(SplittableRandom random) {
      double stretch = random.nextDouble() < 0.005 ? 4 : 1;
      return stretch * exponential(random);
    }

    @Override
    double survival(double score) {
      return 0.995 * Math.exp(-score) + 0.005 * Math.exp(-score / 4);
    }
  },
  /** The tail ends: {@code S = 1 - s} up to 1. */
  BOUNDED {
    @Override
    double draw(SplittableRandom random) {
      return random.nextDouble();
    }

    @Override
    double survival(double score) {
      return Math.max(0, 1 - score);
    }
  };

  abstract double draw(SplittableRandom random);

  /** The probability of at least this score. */
  abstract double survival(double score);

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  double[] draws(int count, SplittableRandom random) {
    double[] draws = new double[count];
    for (int i = 0; i < count; i++) {
      draws[i] = draw(random);
    }
    return draws;
  }

  private static double exponential(SplittableRandom random) {
    return -Math.log1p(-random.nextDouble());
  }
}
