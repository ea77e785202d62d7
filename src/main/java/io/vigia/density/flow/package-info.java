/**
 * Normalizing flows on DJL: the graph that is trained, its laws, and the export of its weights for
 * the compiled kernel.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.density.flow;
