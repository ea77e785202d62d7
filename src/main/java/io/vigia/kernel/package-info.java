/**
 * Densities compiled for the CPU. Enters: an architecture and its weights (safetensors). Leaves:
 * {@link io.vigia.kernel.LogDensity}, SIMD or plain Java with the same result bit for bit. Knows
 * neither DJL nor Kafka.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.kernel;
