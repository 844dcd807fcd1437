/**
 * HOW WORK MOVES: one queue and one listener a role, replies, intake, volume; the releaser of what waits; dead letters and their replay.
 *
 * <p>Must not know: what a message means. Listeners catch nothing: any throw rolls back and the broker delivers again.
 */
package io.throughline.messaging;
