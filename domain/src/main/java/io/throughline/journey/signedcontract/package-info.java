/**
 * A contract that everybody has signed becomes evidence of its engagement.
 *
 * <p>The document system is asked whether it really is completed; an event alone is only a claim. The signed document's bytes are read and
 * their hash is kept in the thread, which is the pivot: what was signed does not change any more. Then the document is filed where the firm
 * keeps its documents, if a system does that. That the engagement may open is another journey's gate.
 */
package io.throughline.journey.signedcontract;
