package io.vigia.density.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vigia.density.RowNoise;
import java.util.function.Function;

/**
 * The bound of {@link VariationalDiffusion} with fixed noise: S evenly spread times (the midpoint
 * rule), each with a fixed standard normal vector; neighbours have vectors that are negatives of
 * each other, so that what is odd in the noise (the most of it where a row lies far out) nearly
 * cancels.
 *
 * <p>All rows share the noise. So the same row has the same bound, the bound is smooth in the row,
 * and much of the noise is common to the rows that are ranked; but the error of a mean over rows
 * does not shrink with their number.
 */
public final class BoundEstimator {
  private static final long SEED = 1;

  private final VariationalDiffusion diffusion;
  private final NDList parameters;
  private final int times;
  private final NDArray first;
  private final NDArray gamma;
  private final NDArray slope;
  private final NDArray noise;

  /**
   * Bounds of -log p, in nats per unit of the coordinates' volume.
   *
   * @param error the standard error of each, from the differences between neighbouring pairs of
   *     noises; rather too large, since what changes with time counts as noise
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Estimate(double[] bound, double[] error) {}

  /**
   * @param parameters of the model, without gradient, alive as long as this is used
   * @param times S, even, from 4
   * @param coordinates D
   * @param constants outlives this
   */
  public BoundEstimator(
      VariationalDiffusion diffusion,
      NDList parameters,
      int times,
      int coordinates,
      NDManager constants) {
    this(diffusion, parameters, times, coordinates, constants, SEED);
  }

  BoundEstimator(
      VariationalDiffusion diffusion,
      NDList parameters,
      int times,
      int coordinates,
      NDManager constants,
      long seed) {
    this.diffusion = diffusion;
    this.parameters = parameters;
    this.times = times;
    double[] middle = new double[times];
    for (int s = 0; s < times; s++) {
      middle[s] = (s + 0.5) / times;
    }
    NoiseSchedule.Point at = diffusion.schedule().at(parameters, middle, constants);
    this.first = diffusion.schedule().ends(parameters).get(0);
    this.gamma = at.gamma().reshape(times, 1, 1);
    this.slope = at.slope();
    this.noise =
        constants.create(antithetic(times, coordinates, seed), new Shape(times, 1, coordinates));
  }

  /**
   * Bounds of rows block by block, the last block filled up with copies of its last row, so that
   * each is computed in an array of one shape.
   *
   * @param rows {@code count} rows of {@code inputs} numbers, one after the other
   * @param estimate gives the bounds of a whole block
   */
  public static Estimate inBlocks(
      float[] rows, int count, int inputs, int block, Function<float[], Estimate> estimate) {
    double[] bound = new double[count];
    double[] error = new double[count];
    float[] part = new float[block * inputs];
    for (int from = 0; from < count; from += block) {
      int there = Math.min(block, count - from);
      for (int row = 0; row < block; row++) {
        int source = from + Math.min(row, there - 1);
        System.arraycopy(rows, source * inputs, part, row * inputs, inputs);
      }
      Estimate here = estimate.apply(part);
      System.arraycopy(here.bound, 0, bound, from, there);
      System.arraycopy(here.error, 0, error, from, there);
    }
    return new Estimate(bound, error);
  }

  /** The bounds of rows, S passes of the network for each. */
  public Estimate of(DiffusionInput input) {
    int rows = input.rows();
    int coordinates = input.coordinates();
    NDArray mask = input.mask();
    DiffusionInput repeated =
        new DiffusionInput(
            repeat(input.x()), repeat(input.condition()), mask == null ? null : repeat(mask));
    // Sums that begin with an array of the input's manager, since results belong to the first's.
    NDManager scope = input.x().getManager();
    NDArray noises = flat(scope.zeros(new Shape(times, rows, coordinates)).add(noise), coordinates);
    NDArray gammas = flat(scope.zeros(new Shape(times, rows, 1)).add(gamma), 1);
    float[] rest =
        diffusion
            .integrand(parameters, repeated, repeated.masked(noises), gammas)
            .reshape(times, rows)
            .mul(slope)
            .toFloatArray();
    return estimate(diffusion.base(first, input).toFloatArray(), rest);
  }

  private static float[] antithetic(int vectors, int coordinates, long seed) {
    float[] noise = RowNoise.normal(seed, vectors * coordinates);
    for (int i = 0; i < noise.length; i++) {
      if (i / coordinates % 2 == 1) {
        noise[i] = -noise[i - coordinates];
      }
    }
    return noise;
  }

  /** [n, columns] as [S n, columns], all rows for each time. */
  private NDArray repeat(NDArray rows) {
    long count = rows.getShape().get(0);
    long columns = rows.getShape().get(1);
    return columns == 0
        ? rows
        : flat(
            rows.reshape(1, count, columns).broadcast(new Shape(times, count, columns)), columns);
  }

  private static NDArray flat(NDArray array, long columns) {
    return array.reshape(-1, columns);
  }

  private Estimate estimate(float[] base, float[] rest) {
    int rows = base.length;
    int pairs = times / 2;
    double[] bound = new double[rows];
    double[] error = new double[rows];
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      double differences = 0;
      double before = Double.NaN;
      for (int pair = 0; pair < pairs; pair++) {
        int first = 2 * pair * rows + row;
        double mean = ((double) rest[first] + rest[first + rows]) / 2;
        sum += mean;
        differences += pair == 0 ? 0 : (mean - before) * (mean - before);
        before = mean;
      }
      bound[row] = base[row] + sum / pairs;
      error[row] = Math.sqrt(differences / (pairs - 1) / 2 / pairs);
    }
    return new Estimate(bound, error);
  }
}
