package io.vigia.kernel;

/**
 * Logarithms in single precision, written so that vectors and plain Java take the same steps. With
 * {@code x = 2^n m}, m between {@code sqrt(1/2)} and {@code sqrt(2)}: {@code log x = n log 2 + 2
 * artanh((m - 1) / (m + 1))}, by the series of the area tangent (Abramowitz and Stegun 1964, 4.1.27
 * and 4.6.33), cut where it no longer changes a float.
 */
final class Logarithm {
  /** The bits of sqrt(1/2): where the exponent of the remaining factor changes. */
  static final int SQRT_HALF = 0x3f3504f3;

  /** The bits of {@link Exponential#ROUNDER}: a small whole number added to them is one to it. */
  static final int ROUNDER_BITS = 0x4b400000;

  static final float C3 = 1f / 3;
  static final float C5 = 1f / 5;
  static final float C7 = 1f / 7;
  static final float C9 = 1f / 9;
  static final float C11 = 1f / 11;
  static final float C13 = 1f / 13;

  /** Below it an exponential adds nothing to 1, and {@link Exponential} holds. */
  static final float LEAST_EXPONENT = -60f;

  private Logarithm() {}

  /**
   * The natural logarithm; relative error below 3e-7, or absolute error below 3e-7 near 1.
   *
   * @param x above 0 and not subnormal; infinity and NaN give NaN
   */
  static float log(float x) {
    int bits = Float.floatToRawIntBits(x);
    int n = (bits - SQRT_HALF) >> Exponential.MANTISSA_BITS;
    float m = Float.intBitsToFloat(bits - (n << Exponential.MANTISSA_BITS));
    float exponent = Float.intBitsToFloat(n + ROUNDER_BITS) - Exponential.ROUNDER;
    float y = (m - 1f) / (m + 1f);
    float square = y * y;
    float p = Math.fma(C9, square, C7);
    p = Math.fma(p, square, C5);
    p = Math.fma(p, square, C3);
    p = Math.fma(p * square, y, y);
    float low = Math.fma(exponent, Exponential.LOG_2_LOW, p + p);
    return Math.fma(exponent, Exponential.LOG_2_HIGH, low) + x * 0f;
  }

  /**
   * {@code log(1 + exp(x)) = max(x, 0) + log(1 + z)}, with {@code z = exp(-|x|)} and {@code log(1 +
   * z) = 2 artanh(z / (2 + z))}; relative error below 1e-6 from x = -60. NaN stays NaN.
   */
  static float softplus(float x) {
    float magnitude = Math.abs(x);
    float exponent = -magnitude;
    float z = Exponential.exp(exponent < LEAST_EXPONENT ? LEAST_EXPONENT : exponent);
    float y = z / (z + 2f);
    float square = y * y;
    float p = Math.fma(C13, square, C11);
    p = Math.fma(p, square, C9);
    p = Math.fma(p, square, C7);
    p = Math.fma(p, square, C5);
    p = Math.fma(p, square, C3);
    p = Math.fma(p * square, y, y);
    return Math.fma(x + magnitude, 0.5f, p + p);
  }
}
