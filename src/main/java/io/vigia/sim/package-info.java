/**
 * What stands in for the world: event simulators and a real single-node broker in a process of its
 * own.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.sim;
