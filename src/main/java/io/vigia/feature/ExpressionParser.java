package io.vigia.feature;

import io.vigia.feature.Expression.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Recursive descent from text to typed terms; see {@link Expression} for the language. */
final class ExpressionParser {
  /** Turns a name into the index of a field, or throws. */
  interface Fields {
    int index(String name, int position);

    /** The index of what is 1 where a named text is this one, 0 where not; or throws. */
    default int isText(String name, Token literal, String expression) {
      throw new ExpressionException(expression, literal.position(), NO_TEXT);
    }
  }

  private static final String NO_TEXT =
      "text is not known in expressions over events, only numbers and conditions";

  private record Typed(Type type, Term term, int position) {}

  private static final Map<String, DoubleBinaryOperator> COMPARISONS =
      Map.of(
          "<", (a, b) -> compared(a, b, a < b),
          "<=", (a, b) -> compared(a, b, a <= b),
          ">", (a, b) -> compared(a, b, a > b),
          ">=", (a, b) -> compared(a, b, a >= b),
          "==", (a, b) -> compared(a, b, a == b),
          "!=", (a, b) -> compared(a, b, a != b));

  private static final Set<String> CONSTANTS = Set.of("pi", "true", "false");

  private static final Map<String, String> FOREIGN_WORDS =
      Map.of("and", "a && b", "or", "a || b", "not", "!a", "if", "c ? a : b");

  private final String text;
  private final Fields fields;
  private List<Token> tokens = List.of();
  private int next;
  private int depth;

  ExpressionParser(String text, Fields fields) {
    this.text = text;
    this.fields = fields;
  }

  static boolean isWord(String name) {
    return CONSTANTS.contains(name) || FOREIGN_WORDS.containsKey(name);
  }

  Term parse(Type wanted) {
    if (text.length() > Expression.LONGEST) {
      throw error(0, text.length() + " characters; at most " + Expression.LONGEST + " are allowed");
    }
    tokens = Token.of(text);
    if (peek().kind() == Token.Kind.END) {
      throw error(0, "an empty expression; a formula over fields is expected");
    }
    Typed all = conditional();
    if (peek().kind() != Token.Kind.END) {
      throw unexpected("an operator or the end");
    }
    if (all.type != wanted) {
      throw error(
          0,
          wanted == Type.CONDITION
              ? "a number where a condition is needed; compare it, such as x > 0 or x == 1"
              : "a condition where a number is needed; write c ? 1 : 0 to make it one");
    }
    return all.term;
  }

  private Typed conditional() {
    enter();
    Typed condition = or();
    if (!peek().is("?")) {
      depth--;
      return condition;
    }
    require(condition, Type.CONDITION, "before ?");
    advance();
    Typed then = conditional();
    expect(":");
    Typed otherwise = conditional();
    if (then.type != otherwise.type) {
      throw error(otherwise.position, "c ? a : b needs two numbers or two conditions");
    }
    depth--;
    return new Typed(
        then.type,
        new Term.Conditional(condition.term, then.term, otherwise.term),
        condition.position);
  }

  private Typed or() {
    Typed left = and();
    while (peek().is("||")) {
      left = logical(left, ExpressionParser::kleeneOr, this::and);
    }
    return left;
  }

  private Typed and() {
    Typed left = comparison();
    while (peek().is("&&")) {
      left = logical(left, ExpressionParser::kleeneAnd, this::comparison);
    }
    return left;
  }

  private Typed logical(Typed left, DoubleBinaryOperator operator, Supplier<Typed> operand) {
    Token symbol = advance();
    Typed right = operand.get();
    return binary(left, right, symbol, operator, Type.CONDITION, Type.CONDITION);
  }

  private Typed comparison() {
    if (peek().kind() == Token.Kind.NAME && isEquality(1) && is(2, Token.Kind.TEXT)) {
      return textComparison();
    }
    Typed left = sum();
    DoubleBinaryOperator operator = comparing(peek());
    if (operator == null) {
      return left;
    }
    Token symbol = advance();
    Typed compared = binary(left, sum(), symbol, operator, Type.NUMBER, Type.CONDITION);
    if (comparing(peek()) != null) {
      throw error(peek().position(), "comparisons do not chain; write a < b && b < c");
    }
    return compared;
  }

  /** {@code name == "text"} or {@code name != "text"}. */
  private Typed textComparison() {
    Token name = advance();
    boolean equal = advance().is("==");
    Term is = new Term.Field(fields.isText(name.text(), advance(), text));
    return new Typed(Type.CONDITION, equal ? is : new Term.Unary(a -> 1 - a, is), name.position());
  }

  private boolean isEquality(int ahead) {
    return is(ahead, Token.Kind.SYMBOL)
        && (tokens.get(next + ahead).is("==") || tokens.get(next + ahead).is("!="));
  }

  private boolean is(int ahead, Token.Kind kind) {
    return next + ahead < tokens.size() && tokens.get(next + ahead).kind() == kind;
  }

  private static @Nullable DoubleBinaryOperator comparing(Token token) {
    return token.kind() == Token.Kind.SYMBOL ? COMPARISONS.get(token.text()) : null;
  }

  private Typed sum() {
    Typed left = product();
    while (peek().is("+") || peek().is("-")) {
      Token symbol = advance();
      DoubleBinaryOperator operator = symbol.is("+") ? (a, b) -> a + b : (a, b) -> a - b;
      left = binary(left, product(), symbol, operator, Type.NUMBER, Type.NUMBER);
    }
    return left;
  }

  private Typed product() {
    Typed left = unary();
    while (peek().is("*") || peek().is("/")) {
      Token symbol = advance();
      DoubleBinaryOperator operator = symbol.is("*") ? (a, b) -> a * b : (a, b) -> a / b;
      left = binary(left, unary(), symbol, operator, Type.NUMBER, Type.NUMBER);
    }
    return left;
  }

  private Typed unary() {
    Token sign = peek();
    if (!sign.is("-") && !sign.is("+") && !sign.is("!")) {
      return power();
    }
    enter();
    advance();
    Typed of = unary();
    depth--;
    if (sign.is("!")) {
      require(of, Type.CONDITION, "after !");
      return new Typed(Type.CONDITION, new Term.Unary(a -> 1 - a, of.term), sign.position());
    }
    require(of, Type.NUMBER, "after " + sign.text());
    return sign.is("-")
        ? new Typed(Type.NUMBER, new Term.Unary(a -> -a, of.term), sign.position())
        : of;
  }

  private Typed power() {
    Typed base = primary();
    if (!peek().is("^")) {
      return base;
    }
    enter();
    Token symbol = advance();
    Typed exponent = unary();
    depth--;
    return binary(base, exponent, symbol, NamedFunction::power, Type.NUMBER, Type.NUMBER);
  }

  private Typed primary() {
    Token token = peek();
    if (token.is("(")) {
      advance();
      Typed inner = conditional();
      expect(")");
      return inner;
    }
    return switch (token.kind()) {
      case NUMBER -> {
        advance();
        yield constant(Type.NUMBER, Double.parseDouble(token.text()), token);
      }
      case NAME -> name(advance());
      case TEXT ->
          throw error(
              token.position(),
              "a text stands here; it is only compared, the name first: band == \"g\"");
      default -> throw unexpected("a number, a name or (");
    };
  }

  private Typed name(Token token) {
    String name = token.text();
    if (peek().is("(")) {
      return call(token);
    }
    switch (name) {
      case "pi":
        return constant(Type.NUMBER, Math.PI, token);
      case "true":
        return constant(Type.CONDITION, Term.TRUE, token);
      case "false":
        return constant(Type.CONDITION, Term.FALSE, token);
      default:
        break;
    }
    String instead = FOREIGN_WORDS.get(name);
    if (instead != null) {
      throw error(token.position(), name + " is not known; write " + instead);
    }
    if (NamedFunction.named(name) != null) {
      throw error(token.position(), name + " is a function; write " + name + "(...)");
    }
    int index = fields.index(name, token.position());
    return new Typed(Type.NUMBER, new Term.Field(index), token.position());
  }

  private Typed call(Token token) {
    NamedFunction function = NamedFunction.named(token.text());
    if (function == null) {
      List<String> names = NamedFunction.names();
      throw error(
          token.position(),
          "unknown function "
              + token.text()
              + Spelling.didYouMean(token.text(), names)
              + "; the functions are "
              + Spelling.listed(names));
    }
    List<Term> arguments = arguments(function);
    if (!function.takes(arguments.size())) {
      throw error(
          token.position(),
          token.text() + " takes " + function.arity() + ", not " + arguments.size());
    }
    return new Typed(Type.NUMBER, function.of(arguments), token.position());
  }

  private List<Term> arguments(NamedFunction function) {
    List<Term> arguments = new ArrayList<>();
    expect("(");
    if (!peek().is(")")) {
      do {
        Typed argument = conditional();
        require(argument, Type.NUMBER, "in " + function.label() + "(...)");
        arguments.add(argument.term);
      } while (peek().is(",") && advance().is(","));
    }
    expect(")");
    return arguments;
  }

  private Typed binary(
      Typed left,
      Typed right,
      Token symbol,
      DoubleBinaryOperator operator,
      Type operands,
      Type result) {
    require(left, operands, "before " + symbol.text());
    require(right, operands, "after " + symbol.text());
    return new Typed(result, new Term.Binary(operator, left.term, right.term), left.position);
  }

  private void require(Typed operand, Type type, String where) {
    if (operand.type != type) {
      boolean number = type == Type.NUMBER;
      throw error(
          operand.position,
          (number ? "a condition" : "a number")
              + " stands "
              + where
              + ", where a "
              + (number ? "number" : "condition")
              + " is needed");
    }
  }

  private static Typed constant(Type type, double value, Token token) {
    return new Typed(type, new Term.Constant(value), token.position());
  }

  private static double compared(double a, double b, boolean holds) {
    return Double.isNaN(a) || Double.isNaN(b) ? Double.NaN : Term.truth(holds);
  }

  private static double kleeneAnd(double a, double b) {
    return a == Term.FALSE || b == Term.FALSE ? Term.FALSE : a * b;
  }

  private static double kleeneOr(double a, double b) {
    return a == Term.TRUE || b == Term.TRUE ? Term.TRUE : a + b;
  }

  private void enter() {
    if (++depth > Expression.DEEPEST) {
      throw error(
          peek().position(), "nested more than " + Expression.DEEPEST + " deep; take it apart");
    }
  }

  private Token peek() {
    return tokens.get(next);
  }

  private Token advance() {
    return tokens.get(next++);
  }

  private void expect(String symbol) {
    if (!peek().is(symbol)) {
      throw unexpected(symbol);
    }
    advance();
  }

  private ExpressionException unexpected(String allowed) {
    return error(
        peek().position(), "found " + peek().shown() + " where " + allowed + " is expected");
  }

  private ExpressionException error(int position, String problem) {
    return new ExpressionException(text, position, problem);
  }
}
