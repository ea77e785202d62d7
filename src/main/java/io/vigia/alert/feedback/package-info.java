/**
 * What experts say of alerts, and what follows for the order of candidates to come. Labels in, an
 * {@link io.vigia.alert.feedback.Interest} out; p-values and false-alarm rates know nothing of it.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.alert.feedback;
