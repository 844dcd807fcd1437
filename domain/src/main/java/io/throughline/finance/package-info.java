/**
 * What money means: contracts bind work to terms, time is rated, work is billed, and every fact becomes balanced journals.
 *
 * <p>Records in, records out: no clock, no I/O, no framework; ids come from content, so the same input gives the same bytes. Knows
 * nothing of journeys, storage or the systems the facts came from.
 */
package io.throughline.finance;
