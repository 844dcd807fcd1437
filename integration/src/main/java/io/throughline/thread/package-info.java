/**
 * What the hub left at every hop: engagements and the versions of their contracts, checkpoints, the crosswalk of ids, exception items, the audit.
 *
 * <p>Must not know: connectors, queues, how a journey is run.
 */
package io.throughline.thread;
