/**
 * What the static dashboard needs of the server: where to sign in, and headers that let a page load and call nothing else.
 *
 * <p>Must not know: what the pages show.
 */
package io.throughline.web.dashboard;
