/**
 * Learned densities on DJL, by kind. Enters: rows of features. Leaves: trained weights for {@code
 * kernel}. No native array leaves this package. Knows nothing of Kafka.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.density;
