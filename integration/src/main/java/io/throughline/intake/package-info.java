/**
 * What arrives: raw evidence stored once, polled or posted, deduplicated, then read into canonical facts and handed to whoever takes that
 * kind. Subscriptions to what systems tell by themselves are kept as they should be,
 * and what will be named to the ERP is compared with what it knows. What has to be known to be told anything is kept here too: hooks' secrets and refresh tokens, sealed.
 *
 * <p>Must not know: what a fact leads to; vendors' words (the connector's mapping translates).
 */
package io.throughline.intake;
