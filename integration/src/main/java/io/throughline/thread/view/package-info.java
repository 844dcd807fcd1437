/**
 * What people look at: read models over the hub's own rows, each shaped for the ones who ask. Amounts are text at their currency's scale,
 * beside their currency; dates are calendar days, instants UTC.
 *
 * <p>Must not know: HTTP; how anything is changed, but for who works on an exception and what is said about it.
 */
package io.throughline.thread.view;
