/**
 * Insert-only canonical facts, as JSON by the published schema, each with its evidence and the mapping that read it.
 *
 * <p>Must not know: what a fact leads to.
 */
package io.throughline.facts;
