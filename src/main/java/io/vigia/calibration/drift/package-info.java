/**
 * Whether numbers still come from the law that they came from: tests that may be looked at after
 * each number and keep their level over the whole stream. P-values, values and counts in, evidence
 * out; constant memory. Knows nothing of events, models, topics or time.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.calibration.drift;
