/**
 * A journal of a closed month is posted in the ERP, for an entity whose journals are posted and not only kept as a shadow.
 *
 * <p>Posting it is all: a journal is never edited, and what corrects it is another journal.
 */
package io.throughline.journey.journalposting;
