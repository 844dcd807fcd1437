/**
 * What an electronic invoice or credit note says, in the words of EN 16931: parties, lines at an exact price for a number of minutes, tax by
 * category, totals.
 *
 * <p>Must not know: the syntax it is written in, who validates it, how it travels.
 */
package io.throughline.finance.einvoice;
