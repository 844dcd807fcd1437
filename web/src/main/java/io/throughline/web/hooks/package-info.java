/**
 * What systems tell the hub by themselves: each in its own form, or in the standard one (Standard Webhooks 1.0.0).
 *
 * <p>Must not know: vendors' words or how they sign (the connector's description does); what an event leads to.
 */
package io.throughline.web.hooks;
