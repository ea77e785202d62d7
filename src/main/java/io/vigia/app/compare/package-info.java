/**
 * Two systems on the same events: scores of both enter, joined by event id; what a team needs to
 * choose leaves. Knows neither Kafka nor topologies.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.app.compare;
