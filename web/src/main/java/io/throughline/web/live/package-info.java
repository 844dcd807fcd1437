/**
 * Tells open pages that something changed, so that they need not ask again and again. Only the signal: what changed is asked for where it
 * always is, with the rights of who asks.
 *
 * <p>Must not know: what a page shows.
 */
package io.throughline.web.live;
