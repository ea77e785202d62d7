/**
 * Variational diffusion models on DJL: the bound on the likelihood that is trained and scored, the
 * learned noise schedule, and sampling. The network that predicts is a part, so that {@code
 * density.set} has its own.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.density.diffusion;
