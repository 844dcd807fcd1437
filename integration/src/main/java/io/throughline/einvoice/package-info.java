/**
 * Electronic invoices and credit notes by Peppol BIS Billing 3 (EN 16931 in UBL 2.1): written, checked by the official rules, kept.
 *
 * <p>Everything happens here: nothing is fetched and no service is asked. Must not know: journeys' steps, how a document travels.
 */
package io.throughline.einvoice;
