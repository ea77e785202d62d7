/**
 * Densities of sets on DJL: particles of a jet, hits, galaxies around one. A diffusion model whose
 * network gives the same for a set in any order, with a table of how many members sets have.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.density.set;
