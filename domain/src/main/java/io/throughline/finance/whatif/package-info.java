/**
 * What if: a bundle of facts in, everything that follows from them out; and facts that are otherwise, said in a line each, with what becomes of them. Nothing is stored and nobody is told.
 *
 * <p>The bundle's records are the published schema ({@link io.throughline.finance.whatif.SchemaOf} writes it, and {@link
 * io.throughline.finance.whatif.Reading} reads exactly it). Knows no JSON library: it reads and writes maps, lists and texts.
 */
package io.throughline.finance.whatif;
