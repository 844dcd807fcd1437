/**
 * Who looks and asks: the HTTP face of the hub. Here only what every address shares; each kind of address has a package of its own.
 *
 * <p>Must not know: vendors, queues, how a journey is run.
 */
package io.throughline.web;
