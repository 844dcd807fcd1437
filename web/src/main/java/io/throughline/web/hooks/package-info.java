/**
 * What systems tell the hub by themselves: signed events (Standard Webhooks 1.0.0).
 *
 * <p>Must not know: vendors' words; what an event leads to.
 */
package io.throughline.web.hooks;
