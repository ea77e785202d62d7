package io.vigia.feature;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A formula over the numeric fields of an event, compiled from text.
 *
 * <ul>
 *   <li>{@code + - * /}, {@code ^} (right-associative, above the sign: {@code -x^2} is {@code
 *       -(x^2)}), {@code < <= > >= == !=}, {@code && || !}, {@code c ? a : b}, numbers, {@code pi},
 *       {@code true}, {@code false};
 *   <li>log, log10, exp, pow, sqrt, asinh, sinh, cosh, sin, cos, tan, atan2, hypot, abs, min, max,
 *       floor, wrap_angle; angles in rad, {@code log} natural, {@code wrap_angle} to [-pi, pi).
 * </ul>
 *
 * <p>Missing values are NaN. Arithmetic and comparison with a missing value give a missing value.
 * Conditions know three values (Kleene): {@code false && missing} is false, {@code true || missing}
 * is true, a missing condition makes {@code c ? a : b} missing; the branch not taken does not
 * count. Numbers and conditions are told apart when the text is compiled.
 *
 * <p>At most {@value #LONGEST} characters, nested at most {@value #DEEPEST} deep. Nothing of Java
 * can be reached. Evaluation allocates nothing; an expression is immutable.
 */
public final class Expression {
  static final int LONGEST = 1000;
  static final int DEEPEST = 50;

  /** What an expression evaluates to. */
  public enum Type {
    NUMBER,
    CONDITION
  }

  private final String text;
  private final Term term;
  private final int[] fields;

  private Expression(String text, Term term, int[] fields) {
    this.text = text;
    this.term = term;
    this.fields = fields;
  }

  /**
   * Compiles an expression that evaluates to a number.
   *
   * @param names the fields, in the order of the arrays given to {@link #value}
   * @throws ExpressionException if it does not compile
   */
  public static Expression number(String text, List<String> names) {
    return of(text, names, Type.NUMBER);
  }

  /**
   * Compiles an expression that is true, false or missing.
   *
   * @throws ExpressionException if it does not compile
   */
  public static Expression condition(String text, List<String> names) {
    return of(text, names, Type.CONDITION);
  }

  /**
   * The names of the fields that an expression reads, in the order of their first use.
   *
   * @throws ExpressionException if it does not compile, whatever the names mean
   */
  public static Set<String> names(String text, Type type) {
    Set<String> names = new LinkedHashSet<>();
    List<String> order = new ArrayList<>();
    new ExpressionParser(
            text,
            (name, position) -> {
              if (names.add(name)) {
                order.add(name);
              }
              return order.indexOf(name);
            })
        .parse(type);
    return names;
  }

  /** Whether a name means something else than a field: a function, a constant. */
  public static boolean isReserved(String name) {
    return NamedFunction.named(name) != null || ExpressionParser.isWord(name);
  }

  /**
   * Compiles an expression of the type wanted.
   *
   * @throws ExpressionException if it does not compile
   */
  public static Expression of(String text, List<String> names, Type type) {
    Set<Integer> used = new LinkedHashSet<>();
    ExpressionParser parser =
        new ExpressionParser(
            text,
            (name, position) -> {
              int index = names.indexOf(name);
              if (index < 0) {
                throw new ExpressionException(text, position, unknown(name, names));
              }
              used.add(index);
              return index;
            });
    Term term = parser.parse(type);
    return new Expression(text, term, used.stream().mapToInt(Integer::intValue).toArray());
  }

  private static String unknown(String name, List<String> names) {
    return "unknown field "
        + name
        + Spelling.didYouMean(name, names)
        + "; the fields are "
        + Spelling.listed(names);
  }

  /**
   * The value for one event: a number, or for a condition 1 (true), 0 (false); NaN is missing.
   *
   * @param fields NaN is missing
   */
  public double value(double[] fields) {
    return term.value(fields);
  }

  /** The indices of the fields it reads, in the order of their first use. */
  int[] fields() {
    return fields;
  }

  /** The text it was compiled from. */
  @Override
  public String toString() {
    return text;
  }
}
