/**
 * How many alerts are sent: candidates with their p-values, exposure and event time in; what is
 * sent, held and held back out. Knows neither Kafka nor a clock: the same offers give the same
 * verdicts.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.alert.budget;
