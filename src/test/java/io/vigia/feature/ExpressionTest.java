package io.vigia.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vigia.feature.Expression.Type;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {
  private static final List<String> NAMES = List.of("x", "y", "gone");
  private static final double[] FIELDS = {3, -2, Double.NaN};

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x | 3",
        "1e-3 | 0.001",
        ".5 + 2. | 2.5",
        "1 + 2 * 3 | 7",
        "(1 + 2) * 3 | 9",
        "2 - 3 - 4 | -5",
        "8 / 4 / 2 | 1",
        "2 ^ 3 ^ 2 | 512",
        "-x^2 | -9",
        "(-x)^2 | 9",
        "2^-1 | 0.5",
        "- -x | 3",
        "+x - -y | 1",
        "pow(x, 2) | 9",
        "log(exp(2)) | 2",
        "log10(1000) | 3",
        "sqrt(x * 12) | 6",
        "sinh(1) | 1.1752011936438014",
        "cosh(1) | 1.5430806348152437",
        "asinh(1) | 0.881373587019543",
        "asinh(-1) | -0.881373587019543",
        "asinh(1e-10) | 1e-10",
        "asinh(1e200) | 461.2101657793691",
        "sin(pi / 6) | 0.5",
        "cos(pi) | -1",
        "tan(pi / 4) | 1",
        "atan2(1, -1) | 2.356194490192345",
        "hypot(3, 4) | 5",
        "abs(y) | 2",
        "min(x, y) | -2",
        "max(x, y, 10, 4) | 10",
        "floor(-1.5) | -2",
        "wrap_angle(pi) | -3.141592653589793",
        "wrap_angle(-pi) | -3.141592653589793",
        "wrap_angle(4) | -2.2831853071795862",
        "wrap_angle(-4) | 2.2831853071795862",
        "wrap_angle(1) | 1",
        "wrap_angle(100 * pi + 0.25) | 0.25",
        "x > 2 ? 10 : 20 | 10",
        "x > 5 ? 10 : y > 0 ? 20 : 30 | 30",
        "x > 2 && y < 0 ? 1 : 0 | 1",
        "true ? x : gone | 3",
      })
  void numbers(String text, double value) {
    assertThat(Expression.number(text, NAMES).value(FIELDS))
        .isCloseTo(value, within(1e-13 * Math.max(1, Math.abs(value))));
  }

  /** Kleene's strong logic of three values; {@code gone > 0} is missing. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "x > 2 ; true",
        "x >= 3 ; true",
        "x < 3 ; false",
        "x <= 3 ; true",
        "x == 3 ; true",
        "x != 3 ; false",
        "x == gone ; missing",
        "x != gone ; missing",
        "!(x > 2) ; false",
        "!(gone > 0) ; missing",
        "x > 2 || x < 0 && x > 100 ; true",
        "(x > 2 || x < 0) && x > 100 ; false",
        "false && gone > 0 ; false",
        "gone > 0 && false ; false",
        "true && gone > 0 ; missing",
        "gone > 0 && true ; missing",
        "gone > 0 && gone > 0 ; missing",
        "true || gone > 0 ; true",
        "gone > 0 || true ; true",
        "false || gone > 0 ; missing",
        "gone > 0 || false ; missing",
        "x > 2 ? true : gone > 0 ; true",
        "gone > 0 ? true : true ; missing",
      })
  void conditions(String text, String truth) {
    double value = Expression.condition(text, NAMES).value(FIELDS);
    assertThat(value == 1 ? "true" : value == 0 ? "false" : "missing").isEqualTo(truth);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gone",
        "gone + 1",
        "0 * gone",
        "gone ^ 0",
        "pow(gone, 0)",
        "pow(1, gone)",
        "hypot(1 / 0, gone)",
        "min(gone, x)",
        "max(x, gone)",
        "abs(gone)",
        "atan2(gone, 1)",
        "wrap_angle(gone)",
        "asinh(gone)",
        "floor(gone)",
        "gone > 0 ? 1 : 2",
        "-gone",
      })
  void missingPropagates(String text) {
    assertThat(Expression.number(text, NAMES).value(FIELDS)).isNaN();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 1 | an empty expression",
        "x + | 4 | found the end where a number, a name or ( is expected",
        "x y | 3 | found y where an operator or the end is expected",
        "(x | 3 | found the end where ) is expected",
        "x) | 2 | found ) where an operator or the end is expected",
        "xx + 1 | 1 | unknown field xx (did you mean x?); the fields are x, y, gone",
        "lgo(x) | 1 | unknown function lgo (did you mean log?)",
        "java.lang.System | 5 | a . in a name is not known; give the nested field a name under fields",
        "exit(0) | 1 | unknown function exit",
        "x = 3 | 3 | equality is written a == b",
        "x > 1 & y > 1 | 7 | \"and\" is written a && b",
        "x and y | 3 | found and where an operator",
        "not x | 1 | not is not known; write !a",
        "x ** 2 | 3 | a power is written a ^ b",
        "2x | 1 | a product is written a * b",
        "1.2.3 | 1 | not a finite number",
        "1e999 | 1 | not a finite number",
        "'x # 1' | 3 | the character # is not known",
        "\"x\" | 1 | a text stands here; it is only compared",
        "log | 1 | log is a function; write log(...)",
        "log() | 1 | log takes one argument, not 0",
        "log(x, y) | 1 | log takes one argument, not 2",
        "atan2(x) | 1 | atan2 takes two arguments, not 1",
        "min(x) | 1 | min takes two or more arguments, not 1",
        "log(x > 1) | 5 | a condition stands in log(...), where a number is needed",
        "1 + (x > 1) | 6 | a condition stands after +, where a number is needed",
        "x && y > 1 | 1 | a number stands before &&, where a condition is needed",
        "!x | 2 | a number stands after !, where a condition is needed",
        "-(x > 1) | 3 | a condition stands after -, where a number is needed",
        "1 < x < 5 | 7 | comparisons do not chain; write a < b && b < c",
        "x ? 1 : 2 | 1 | a number stands before ?, where a condition is needed",
        "x > 1 ? 1 : y > 1 | 13 | c ? a : b needs two numbers or two conditions",
        "x > 1 | 1 | a condition where a number is needed; write c ? 1 : 0",
        "x == \"g\" ? 1 : 0 | 6 | text is not known in expressions over events",
      })
  void errorsNameColumnFindAndRemedy(String text, int column, String problem) {
    assertThatThrownBy(() -> Expression.number(text, NAMES))
        .isInstanceOf(ExpressionException.class)
        .hasMessageStartingWith("column " + column + " of \"" + text + "\": ")
        .hasMessageContaining(problem);
  }

  @Test
  void aNumberIsNoCondition() {
    assertThatThrownBy(() -> Expression.condition("x", NAMES))
        .hasMessage(
            "column 1 of \"x\": a number where a condition is needed; compare it, such as x > 0 or"
                + " x == 1");
  }

  @Test
  void lengthAndDepthAreLimited() {
    assertThat(Expression.number("x" + "+x".repeat(499), NAMES).value(FIELDS)).isEqualTo(1500);
    assertThatThrownBy(() -> Expression.number("x" + "+x".repeat(500), NAMES))
        .hasMessageContaining("1001 characters; at most 1000 are allowed");
    assertThat(Expression.number("(".repeat(49) + "x" + ")".repeat(49), NAMES).value(FIELDS))
        .isEqualTo(3);
    for (String open : List.of("(", "-", "abs(", "2^", "true ? 1 : ")) {
      assertThatThrownBy(() -> Expression.number(open.repeat(80) + "x", NAMES))
          .isInstanceOf(ExpressionException.class)
          .hasMessageContaining("nested more than 50 deep");
    }
  }

  @Test
  void namesAreThoseOfFieldsInOrderOfFirstUse() {
    assertThat(Expression.names("log(b) + a * b + pi", Type.NUMBER)).containsExactly("b", "a");
  }

  @Test
  void anExpressionKnowsTheIndicesOfItsFields() {
    assertThat(Expression.number("y + 2 * y - gone", NAMES).fields()).containsExactly(1, 2);
  }
}
