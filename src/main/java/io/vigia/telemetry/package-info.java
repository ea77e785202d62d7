/** Prometheus binding of the small measurement interfaces that the packages above declare. */
@org.jspecify.annotations.NullMarked
package io.vigia.telemetry;
