/**
 * Why a row is rare: which of its features carry how much of it, what they were expected to be. A
 * bundle and a row in, an {@link io.vigia.scoring.reason.Explanation} out.
 */
@org.jspecify.annotations.NullMarked
package io.vigia.scoring.reason;
