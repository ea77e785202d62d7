package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.alert.budget.Allocation;
import org.jspecify.annotations.Nullable;

/** Makes an allocation, or takes one up again. */
public interface AllocationFactory {
  /**
   * @param state as {@link Allocation#state} gave it; null: a new one
   */
  Allocation restore(@Nullable JsonNode state);
}
