/**
 * How rows and JSON are reached: the one SQL door, the one JSON mapper, the migrations, the clock.
 *
 * <p>Must not know: what any row means.
 */
package io.throughline.store;
