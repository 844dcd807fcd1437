/**
 * What the hub left at every hop: engagements and the versions of their contracts, checkpoints, the crosswalk of ids, exception items, the audit; and the lock by which what arrives and terms that change wait for each other.
 *
 * <p>Must not know: connectors, queues, how a journey is run.
 */
package io.throughline.thread;
