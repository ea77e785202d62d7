/**
 * The benchmarks of {@code vigia bench}: how fast, and what survives a kill. Each compares in one
 * run and reports as JSON; docs/benchmarks.md has the figures.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.app.bench;
