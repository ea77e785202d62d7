package io.vigia.feature;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.feature.Expression.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A condition over the values of a JSON record: the language of {@link Expression}, and names
 * compared with text, {@code band == "g" && p_value < 1e-6}. A value that is no number is missing
 * where a number is needed, one that is no text where a text is; true counts as 1, false as 0. The
 * condition holds where it comes out true: where it comes out missing it does not.
 */
public final class RecordCondition {
  /**
   * What a slot of the compiled condition holds: a value, or whether a value is a text.
   *
   * @param literal null: the value itself, a number
   */
  private record Slot(String name, @Nullable String literal) {
    double of(@Nullable JsonNode value) {
      if (value == null) {
        return Double.NaN;
      }
      if (literal != null) {
        return value.isTextual() ? Term.truth(value.textValue().equals(literal)) : Double.NaN;
      }
      return value.isBoolean()
          ? Term.truth(value.booleanValue())
          : value.isNumber() ? value.doubleValue() : Double.NaN;
    }
  }

  private final String text;
  private final Term term;
  private final List<Slot> slots;

  private RecordCondition(String text, Term term, List<Slot> slots) {
    this.text = text;
    this.term = term;
    this.slots = slots;
  }

  /**
   * Compiles a condition.
   *
   * @throws ExpressionException if it does not compile
   */
  public static RecordCondition of(String text) {
    List<Slot> slots = new ArrayList<>();
    ExpressionParser.Fields fields =
        new ExpressionParser.Fields() {
          @Override
          public int index(String name, int position) {
            return slot(new Slot(name, null));
          }

          @Override
          public int isText(String name, Token literal, String expression) {
            return slot(new Slot(name, literal.unquoted()));
          }

          private int slot(Slot slot) {
            int index = slots.indexOf(slot);
            if (index < 0) {
              slots.add(slot);
            }
            return index < 0 ? slots.size() - 1 : index;
          }
        };
    Term term = new ExpressionParser(text, fields).parse(Type.CONDITION);
    return new RecordCondition(text, term, List.copyOf(slots));
  }

  /** The names that it reads, in the order of their first use. */
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    slots.forEach(slot -> names.add(slot.name));
    return names;
  }

  /**
   * Whether it holds.
   *
   * @param values the value of a name, or null
   */
  public boolean holds(Function<String, @Nullable JsonNode> values) {
    double[] filled = new double[slots.size()];
    for (int i = 0; i < filled.length; i++) {
      filled[i] = slots.get(i).of(values.apply(slots.get(i).name));
    }
    return term.value(filled) == Term.TRUE;
  }

  /** The text it was compiled from. */
  @Override
  public String toString() {
    return text;
  }
}
