package io.vigia.feature;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * A node of a compiled expression. Conditions are 1, 0 and NaN. An abstract class and not an
 * interface: its calls are cheaper where many kinds meet, as they do here.
 */
abstract sealed class Term {
  static final double TRUE = 1;
  static final double FALSE = 0;

  abstract double value(double[] fields);

  static double truth(boolean holds) {
    return holds ? TRUE : FALSE;
  }

  static final class Constant extends Term {
    private final double constant;

    Constant(double constant) {
      this.constant = constant;
    }

    @Override
    double value(double[] fields) {
      return constant;
    }
  }

  static final class Field extends Term {
    private final int index;

    Field(int index) {
      this.index = index;
    }

    @Override
    double value(double[] fields) {
      return fields[index];
    }
  }

  static final class Unary extends Term {
    private final DoubleUnaryOperator operator;
    private final Term of;

    Unary(DoubleUnaryOperator operator, Term of) {
      this.operator = operator;
      this.of = of;
    }

    @Override
    double value(double[] fields) {
      return operator.applyAsDouble(of.value(fields));
    }
  }

  static final class Binary extends Term {
    private final DoubleBinaryOperator operator;
    private final Term left;
    private final Term right;

    Binary(DoubleBinaryOperator operator, Term left, Term right) {
      this.operator = operator;
      this.left = left;
      this.right = right;
    }

    @Override
    double value(double[] fields) {
      return operator.applyAsDouble(left.value(fields), right.value(fields));
    }
  }

  static final class Conditional extends Term {
    private final Term condition;
    private final Term then;
    private final Term otherwise;

    Conditional(Term condition, Term then, Term otherwise) {
      this.condition = condition;
      this.then = then;
      this.otherwise = otherwise;
    }

    @Override
    double value(double[] fields) {
      double holds = condition.value(fields);
      if (Double.isNaN(holds)) {
        return Double.NaN;
      }
      return holds == TRUE ? then.value(fields) : otherwise.value(fields);
    }
  }
}
