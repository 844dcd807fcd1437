/**
 * What arrives: raw evidence stored once, polled or posted, deduplicated, then read into canonical facts and handed to whoever takes that
 * kind. Subscriptions to what systems tell by themselves are kept as they should be.
 *
 * <p>Must not know: what a fact leads to; vendors' words (the connector's mapping translates).
 */
package io.throughline.intake;
