/**
 * The process API: facts posted to the hub, and runs that people start.
 *
 * <p>Must not know: what becomes of a fact; vendors' words.
 */
package io.throughline.web.process;
