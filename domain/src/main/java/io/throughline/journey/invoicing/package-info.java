/**
 * An invoice draft becomes a posted invoice: approved time, accepted milestones and expenses alike.
 *
 * <p>Finance releases the draft, or a rule does. Once it is posted in the ERP its number and status are read back; with that the hub books
 * it, which is the pivot: from then on an invoice is never edited, only corrected by another document. Project and deal are told.
 */
package io.throughline.journey.invoicing;
