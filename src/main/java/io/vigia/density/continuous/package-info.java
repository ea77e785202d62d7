/**
 * Continuous normalizing flows (neural ordinary differential equations): a vector field trained by
 * flow matching, scored by integrating its divergence. Enters: rows and parameters. Leaves:
 * log-densities in nats, samples. Too dear for the stream: for the second level and offline.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.density.continuous;
