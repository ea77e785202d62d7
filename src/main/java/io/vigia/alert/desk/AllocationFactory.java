package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.alert.budget.Allocation;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes an allocation, or takes one up again. */
public interface AllocationFactory {
  /**
   * The rule as written: what tells it from another, over restarts. What was kept under another
   * rule is not taken up.
   */
  String rule();

  /**
   * @param state as {@link Allocation#state} gave it, under the same {@link #rule}; null: a new one
   */
  Allocation restore(@Nullable JsonNode state);

  /** A rule and what makes its allocation. */
  static AllocationFactory of(String rule, Function<@Nullable JsonNode, Allocation> restore) {
    return new AllocationFactory() {
      @Override
      public String rule() {
        return rule;
      }

      @Override
      public Allocation restore(@Nullable JsonNode state) {
        return restore.apply(state);
      }
    };
  }
}
