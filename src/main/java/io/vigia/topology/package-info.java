/**
 * A YAML file becomes a validated {@link io.vigia.topology.TopologySpec}, and that the Kafka
 * Streams applications: processors, serdes, topics. The only package of the data path that knows
 * Kafka.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.topology;
