/**
 * The model bundle: feature schema, weights, calibration and provenance as one immutable value,
 * read, written and verified as a whole.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.model;
