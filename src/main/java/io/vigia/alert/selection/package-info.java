/**
 * Which candidates and alerts a rule or a subscription is about: a condition over their fields, a
 * part of the sky, a catalogue.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.alert.selection;
