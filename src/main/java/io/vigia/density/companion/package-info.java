/**
 * Cheap companions of a density, for the second level, for ensembles and for honesty: they rank
 * rows without being densities themselves. Enters: rows of features and context. Leaves: weights
 * that a bundle stores.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.density.companion;
