/**
 * Insert-only canonical facts, as JSON by the published schema, each with its evidence and the mapping that read it; and what every taker of single facts does with one before it means anything.
 *
 * <p>Must not know: what a fact leads to.
 */
package io.throughline.facts;
