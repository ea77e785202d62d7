/** The command line, and the wiring of everything else. */
@org.jspecify.annotations.NullMarked
package io.vigia.app;
