package io.vigia.topology;

import io.vigia.alert.budget.Periods;
import org.jspecify.annotations.Nullable;

/**
 * What a budget is for.
 *
 * @param unit for people: night
 * @param periods null where a field names them
 * @param field of a candidate's record; null where time tells
 */
public record PeriodSpec(String unit, @Nullable Periods periods, @Nullable String field) {}
