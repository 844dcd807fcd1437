package io.throughline.finance;

/** The accounts of the hub's subledger. The ERP maps them to its own chart. */
public enum Account {
  /** Receivable. */
  AR,
  /** Contract asset: earned, not billed. */
  CA,
  /** Contract liability: billed, not earned. */
  CL,
  REV,
  VAT,
  /** Tax of invoices that becomes due when they are paid. */
  VATD,
  /** Tax of advances that was due when they came, until an invoice has it. */
  VATA,
  CASH,
  /** Cost to fulfil, kept until the revenue comes. */
  WIPC,
  COST,
  /** Labour cost owed. */
  ACCR,
  /** Payable to a supplier or an employee. */
  AP,
  /** Intercompany receivable and payable, revenue and cost. */
  ICR,
  ICP,
  ICREV,
  ICCOST,
  /** Exchange gain and loss. */
  FXG,
  FXL,
  /** Rounding. */
  RND,
  /** Bad debt. */
  BD,
  /** Write-off of unbilled work. */
  WO,
  /** Tax the client withheld: a claim on the tax office. */
  WHT,
  /** Cash nobody could apply yet. */
  UNAP,
  /** Refund liability. */
  RFL,
  /** Provision for a loss. */
  PROV,
  /** Bank charges. */
  BANK,
  /** Between the two currencies of one exchange; nothing is left on it in the currency of the books. */
  EXC
}
