package io.vigia.scoring.reason;

/**
 * What one feature has to do with a row's rarity.
 *
 * @param feature its name
 * @param unit as the schema has it
 * @param value that it has; NaN where it is missing
 * @param nats how much of the rarity it carries, see {@link Explainer}; below 0 where it is more
 *     usual than expected
 * @param expected given the others: the median of a number, the most probable category; NaN where
 *     it is expected to be missing
 * @param low the 5 % quantile of what is expected; of a category, the expected one
 * @param high the 95 % quantile
 */
public record Contribution(
    String feature,
    String unit,
    float value,
    double nats,
    float expected,
    float low,
    float high,
    Direction direction) {}
