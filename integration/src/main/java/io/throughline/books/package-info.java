/**
 * Hours and money of live engagements: time and expenses bound to contract lines and priced, periods of recurring amounts, write-offs, allocations, invoices and what they say as e-invoices, cash,
 * what credit notes settle and the ERP used them for, the shadow subledger with its closed months and what they accrue, what to look at before a close, their replay and what they would be otherwise, and the proofs' figures.
 *
 * <p>The rules are the domain's; this package brings them rows and keeps what they decide. Must not know: connectors' words, queues.
 */
package io.throughline.books;
