/**
 * {@code vigia bench drift}: how often drift is reported where there is none, how soon where there
 * is, and as what. Streams are simulated or real; the density is a Gaussian, so that seeds are
 * cheap.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.app.bench.drift;
