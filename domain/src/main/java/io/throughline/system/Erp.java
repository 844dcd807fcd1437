package io.throughline.system;

import java.time.LocalDate;
import java.util.List;

/**
 * What the hub asks of the system that keeps legal entities, invoices and the ledger. Feeds: {@code invoices} (kind
 * {@code invoice-status}), {@code payments} (kind {@code payment}), {@code creditUses} (kind
 * {@code credit-use}), {@code billingAccounts} (kind {@code billing-account}), {@code fxRates} (kind {@code fx-rate}).
 */
public interface Erp extends Command {

  @Override
  default Role asked() {
    return Role.ERP;
  }

  /**
   * Looks for the billing account by our key, then by tax id, then by name. Answers {@code found}, and if so {@code customerId}, {@code taxId}, {@code currency},
   * {@code credit} (ok, blocked); where several have the tax id, or one has only the name, {@code candidates} with the same words and their {@code name}.
   */
  record FindCustomer(String reference, String taxId, String contractingEntity, String legalName) implements Erp {
    @Override
    public boolean effectFree() {
      return true;
    }
  }

  /** Creates the billing account of one contracting entity. Answers {@code customerId}. */
  record CreateCustomer(
      String reference,
      String legalName,
      String taxId,
      String street,
      String city,
      String postalCode,
      String country,
      String currency,
      String contractingEntity,
      Integer paymentTermsDays)
      implements Erp {}

  /** Writes what the CRM says of the client now: its name, tax id and billing address. Terms and currency stay the ERP's. */
  record UpdateCustomer(
      String customerId, String legalName, String taxId, String street, String city, String postalCode, String country, String contractingEntity) implements Erp {}

  /** Takes a billing account that only this journey created out of use. */
  record DeactivateCustomer(String customerId) implements Erp {}

  /** Opens the project record that carries the financial dimensions. Answers {@code erpProjectId}. */
  record OpenErpProject(
      String threadId, String reference, String customerId, String name, String contractingEntity, String currency, LocalDate startOn, LocalDate endOn)
      implements Erp {}

  /** Takes the ERP project out of use. */
  record CloseErpProject(String erpProjectId) implements Erp {}

  /** Sets up when the contract is billed. Answers {@code scheduleId}. */
  record ScheduleBilling(String threadId, String reference, String name, String frequency, List<Instalment> instalments) implements Erp {}

  /** One planned bill. Money: text in the contract's currency. */
  record Instalment(String lineId, LocalDate dueOn, String amount) {}

  /** Takes a billing schedule out of use. */
  record CancelBillingSchedule(String scheduleId) implements Erp {}

  /** Opens the contract (sales order) with a line for each sold line. Answers {@code contractId}. */
  record OpenContract(
      String threadId,
      String reference,
      String customerId,
      String erpProjectId,
      String scheduleId,
      String contractingEntity,
      String currency,
      LocalDate signedOn,
      String purchaseOrder,
      List<ContractItem> lines)
      implements Erp {}

  /** A sold line as the ERP sees it. Money: text. {@code quantity} in hours for time, 1 otherwise. */
  record ContractItem(String lineId, String billing, String description, String quantity, String price, String amount, String purchaseOrder, String workstream) {}

  /**
   * Writes the contract as a version of it has all its lines. Money: text.
   *
   * @param effectiveOn from when the version counts; absent for what was sold at first
   * @param lines all of them, not only what changed
   */
  record AmendContract(
      String threadId, String contractId, int version, String scheduleId, LocalDate effectiveOn, String currency, String value, String purchaseOrder, List<ContractItem> lines) implements Erp {}

  /** Closes a contract on which nothing was billed. */
  record CloseContract(String contractId) implements Erp {}

  /** Posts an invoice of the hub. Answers {@code invoiceId}. */
  record PostInvoice(
      String threadId,
      String reference,
      String customerId,
      String contractId,
      String erpProjectId,
      String contractingEntity,
      String currency,
      LocalDate invoicedOn,
      LocalDate dueOn,
      String acceptanceReference,
      List<InvoiceItem> lines)
      implements Erp {}

  /**
   * A line to bill. Money: text.
   *
   * @param minutes for time; absent otherwise. Price is per hour and minutes x price / 60, rounded half up, is the amount
   */
  record InvoiceItem(String lineId, String billing, String description, Long minutes, String price, String amount, String purchaseOrder) {}

  /** Posts a credit note of the hub; amounts are positive and lower what is owed. Answers {@code invoiceId}. */
  record PostCreditNote(
      String threadId, String reference, String customerId, String contractingEntity, String currency, LocalDate invoicedOn, List<InvoiceItem> lines) implements Erp {}

  /**
   * Takes back an invoice that was posted, of which nobody was told yet: voided or deleted where the ERP allows it, else credited in full.
   * Answers {@code takenBackBy}, which is {@code deletion} or the id of what credits it.
   *
   * @param lines of the invoice; amounts are positive
   */
  record VoidInvoice(
      String threadId, String reference, String invoiceId, String customerId, String contractingEntity, String currency, LocalDate invoicedOn, List<InvoiceItem> lines)
      implements Erp {}

  /** Posts a journal of the hub's subledger. Answers {@code journalId}. */
  record PostJournal(
      String threadId, String reference, String contractingEntity, String currency, LocalDate postedOn, String description, List<JournalItem> lines) implements Erp {}

  /** One side of a journal. Money: text; either {@code debit} or {@code credit}. {@code account}: the hub's word for it. */
  record JournalItem(String account, String debit, String credit, String reference) {}

  /**
   * Looks whether everything is there that documents and journals name: entities, currencies, accounts or items, tax codes and dimensions,
   * as the folder's settings say them. Answers {@code looked} where it could, and what is {@code unknown}: each with {@code kind}, {@code ours},
   * and {@code theirs} where a setting says it.
   */
  record FindReferences(List<String> entities, List<String> currencies) implements Erp {
    @Override
    public boolean effectFree() {
      return true;
    }
  }

  /** Reads a credit note as the ERP has it. Answers as {@link ReadInvoice}. */
  record ReadCreditNote(String invoiceId) implements Erp {
    @Override
    public boolean effectFree() {
      return true;
    }
  }

  /** Reads an invoice as the ERP has it. Answers {@code number}, {@code status}, {@code total}, {@code remaining}. */
  record ReadInvoice(String invoiceId) implements Erp {
    @Override
    public boolean effectFree() {
      return true;
    }
  }
}
