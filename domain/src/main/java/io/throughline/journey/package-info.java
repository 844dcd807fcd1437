/**
 * A process across systems as a value: named steps, each with its undo, one pivot. One package a journey; the engine that runs them is
 * elsewhere.
 *
 * <p>Must not know: the engine, queues, rows, vendors, the clock.
 */
package io.throughline.journey;
