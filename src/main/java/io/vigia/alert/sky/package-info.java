/**
 * Positions on the sky, regions, catalogues: degrees in, whether something lies there out. Knows
 * nothing of records.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.alert.sky;
