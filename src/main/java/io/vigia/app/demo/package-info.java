/**
 * {@code vigia demo}: a simulated stream goes in at one end of a real deployment, a subscriber
 * counts what comes out at the other. Everything that is counted was sent by the producer or read
 * from a topic; nothing comes from the inside of the applications.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.app.demo;
