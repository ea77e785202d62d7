/**
 * {@code vigia bench retrain}: the whole retraining loop, seen from outside. A broker, a scorer and
 * workers in processes of their own; a stream to which something happens; what is counted was read
 * from topics.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.app.bench.retrain;
