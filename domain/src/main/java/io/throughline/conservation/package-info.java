/**
 * The proofs: minutes, money and cash add up, journals balance, each intended effect has one receipt, each thread is complete.
 *
 * <p>Pure functions over small records; an answer always carries its residual and what makes it up. Knows nothing of where the
 * numbers came from, and must not use the finance rules it checks.
 */
package io.throughline.conservation;
