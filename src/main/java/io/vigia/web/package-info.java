/** The HTTP side of a running process: metrics, health, readiness. */
@org.jspecify.annotations.NullMarked
package io.vigia.web;
