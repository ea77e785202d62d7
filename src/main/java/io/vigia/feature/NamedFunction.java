package io.vigia.feature;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** The functions that expressions know: of one argument, of two, or of two and more. */
enum NamedFunction {
  LOG(Math::log),
  LOG10(Math::log10),
  EXP(Math::exp),
  POW(2, NamedFunction::power),
  SQRT(Math::sqrt),
  ASINH(NamedFunction::asinh),
  SINH(Math::sinh),
  COSH(Math::cosh),
  SIN(Math::sin),
  COS(Math::cos),
  TAN(Math::tan),
  ATAN2(2, Math::atan2),
  HYPOT(2, NamedFunction::hypot),
  ABS(Math::abs),
  MIN(Integer.MAX_VALUE, Math::min),
  MAX(Integer.MAX_VALUE, Math::max),
  FLOOR(Math::floor),
  WRAP_ANGLE(NamedFunction::wrapAngle);

  private static final Map<String, NamedFunction> BY_NAME = new LinkedHashMap<>();

  static {
    for (NamedFunction function : values()) {
      BY_NAME.put(function.label(), function);
    }
  }

  private final int most;
  private final @Nullable DoubleUnaryOperator unary;
  private final @Nullable DoubleBinaryOperator binary;

  NamedFunction(DoubleUnaryOperator unary) {
    this.most = 1;
    this.unary = unary;
    this.binary = null;
  }

  NamedFunction(int most, DoubleBinaryOperator binary) {
    this.most = most;
    this.unary = null;
    this.binary = binary;
  }

  static @Nullable NamedFunction named(String name) {
    return BY_NAME.get(name);
  }

  static List<String> names() {
    return Arrays.stream(values()).map(NamedFunction::label).toList();
  }

  String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  boolean takes(int arguments) {
    return most == 1 ? arguments == 1 : arguments >= 2 && arguments <= most;
  }

  String arity() {
    return switch (most) {
      case 1 -> "one argument";
      case 2 -> "two arguments";
      default -> "two or more arguments";
    };
  }

  Term of(List<Term> arguments) {
    if (unary != null) {
      return new Term.Unary(unary, arguments.get(0));
    }
    DoubleBinaryOperator two = java.util.Objects.requireNonNull(binary);
    Term all = arguments.get(0);
    for (Term next : arguments.subList(1, arguments.size())) {
      all = new Term.Binary(two, all, next);
    }
    return all;
  }

  /** {@code Math.pow}, but missing to the power of 0 is missing. */
  static double power(double base, double exponent) {
    return Double.isNaN(base) ? Double.NaN : Math.pow(base, exponent);
  }

  /** {@code Math.hypot}, but missing stays missing beside an infinity. */
  private static double hypot(double x, double y) {
    return Double.isNaN(x) || Double.isNaN(y) ? Double.NaN : Math.hypot(x, y);
  }

  /** sign(x) log(|x| + sqrt(x^2 + 1)), without cancellation near 0 and overflow far out. */
  private static double asinh(double x) {
    double a = Math.abs(x);
    double value =
        a > 1e100 ? Math.log(a) + Math.log(2) : Math.log1p(a + a * a / (1 + Math.hypot(1, a)));
    return Math.copySign(value, x);
  }

  /** The same angle in [-pi, pi). */
  static double wrapAngle(double angle) {
    if (angle >= -Math.PI && angle < Math.PI) {
      return angle;
    }
    double turn = 2 * Math.PI;
    double wrapped = angle - turn * Math.floor((angle + Math.PI) / turn);
    // One rounding can end on the excluded edge, or a hair outside.
    return wrapped >= Math.PI || wrapped < -Math.PI ? -Math.PI : wrapped;
  }
}
