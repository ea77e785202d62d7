/**
 * The records that people and programs subscribe to, and the policy that turns candidates into
 * alerts.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.alert;
