/**
 * A process that trains: it takes jobs from a share group, or one by name, reads exactly their
 * window of samples, has a bundle made of it and publishes that. It scores no stream, and no
 * process that scores one runs it.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.app.worker;
