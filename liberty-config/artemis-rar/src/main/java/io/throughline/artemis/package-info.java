/**
 * What Liberty needs of the Artemis resource adapter that the stock one does not give: recovery of inbound transactions, and one branch a transaction.
 *
 * <p>It must not know anything of Throughline: no queue, no message, no business word.
 */
package io.throughline.artemis;
