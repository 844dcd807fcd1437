/**
 * Whether a quote can be billed, before it is sold: it is played through the money core as if it had been won, worked as planned and billed.
 *
 * <p>Must not know: who asks, where the standing facts come from. Nothing is stored.
 */
package io.throughline.finance.quote;
