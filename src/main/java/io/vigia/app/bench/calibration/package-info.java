/**
 * The tables of {@code vigia bench calibration}: whether p-values, false-alarm rates and budgets
 * are what they say. A table is one class; docs/benchmarks.md has the figures.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.app.bench.calibration;
