/**
 * Variational autoencoders, dense and convolutional: trained by the evidence lower bound, scored by
 * the importance-weighted one. Enters: rows and parameters. Leaves: bounds in nats, samples.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.density.vae;
