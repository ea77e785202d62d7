/** A vector in, a {@link io.vigia.scoring.Score} out, by the bundle in service. */
@org.jspecify.annotations.NullMarked
package io.vigia.scoring;
