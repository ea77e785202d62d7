package io.vigia.kernel;

/**
 * The exponential in single precision, written so that vectors and plain Java take the same steps:
 * with {@code n = round(x / log 2)} and {@code r = x - n log 2}, {@code exp(x) = 2^n exp(r)}, the
 * latter by a polynomial of degree 7 (Moshier, Cephes 2.2, {@code expf}). For {@code |x| <= 60};
 * relative error below 2e-7. NaN stays NaN.
 */
final class Exponential {
  static final float PER_LOG_2 = 1.44269504f;

  /** Added to a small number, leaves the nearest whole number in the low bits: 1.5 * 2^23. */
  static final float ROUNDER = 0x1.8p23f;

  /** log 2 in two parts; the first has few bits, so that n times it is exact. */
  static final float LOG_2_HIGH = 0.693359375f;

  static final float LOG_2_LOW = -2.12194440e-4f;

  static final float C7 = 1.9875691500e-4f;
  static final float C6 = 1.3981999507e-3f;
  static final float C5 = 8.3334519073e-3f;
  static final float C4 = 4.1665795894e-2f;
  static final float C3 = 1.6666665459e-1f;
  static final float C2 = 5.0000001201e-1f;

  static final int EXPONENT_BIAS = 127;
  static final int MANTISSA_BITS = 23;

  private Exponential() {}

  static float exp(float x) {
    float rounded = Math.fma(x, PER_LOG_2, ROUNDER);
    float n = rounded - ROUNDER;
    float r = Math.fma(n, -LOG_2_LOW, Math.fma(n, -LOG_2_HIGH, x));
    float p = Math.fma(C7, r, C6);
    p = Math.fma(p, r, C5);
    p = Math.fma(p, r, C4);
    p = Math.fma(p, r, C3);
    p = Math.fma(p, r, C2);
    p = Math.fma(p, r * r, r) + 1f;
    int power = (Float.floatToRawIntBits(rounded) + EXPONENT_BIAS) << MANTISSA_BITS;
    return p * Float.intBitsToFloat(power);
  }
}
