/**
 * An invoice draft becomes a posted invoice: approved time, accepted milestones and expenses alike.
 *
 * <p>Finance releases the draft, or a rule does. Posting it in the ERP is the pivot: an invoice that exists is never edited, only
 * corrected by another document. Its number and status are read back and told to the project and the deal.
 */
package io.throughline.journey.invoicing;
