package io.throughline.einvoice;

import com.helger.ubl21.UBL21Marshaller;
import io.throughline.finance.einvoice.EInvoice;
import io.throughline.finance.einvoice.Line;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.CreditNoteLineType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.DocumentReferenceType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.InvoiceLineType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.ProjectReferenceType;
import oasis.names.specification.ubl.schema.xsd.creditnote_21.CreditNoteType;
import oasis.names.specification.ubl.schema.xsd.invoice_21.InvoiceType;

/** Writes what an e-invoice says as UBL 2.1. The same e-invoice gives the same bytes. */
final class Ubl {

  private static final String CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0";
  private static final String PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";

  /** UNTDID 1001: commercial invoice, credit note, and the reference that names a project. */
  private static final String INVOICE = "380";

  private static final String CREDIT_NOTE = "381";
  private static final String PROJECT = "50";

  private Ubl() {}

  static byte[] of(EInvoice said) {
    return said.head().isCreditNote() ? creditNote(said) : invoice(said);
  }

  private static byte[] invoice(EInvoice said) {
    var head = said.head();
    var parts = new UblParts(said);
    var invoice = new InvoiceType();
    invoice.setCustomizationID(CUSTOMIZATION);
    invoice.setProfileID(PROFILE);
    invoice.setID(head.number());
    invoice.setIssueDate(head.issuedOn());
    UblParts.told(head.dueOn(), invoice::setDueDate);
    invoice.setInvoiceTypeCode(INVOICE);
    invoice.setDocumentCurrencyCode(parts.currency());
    if (said.taxAccounted() != null) invoice.setTaxCurrencyCode(said.taxAccounted().currency().getCurrencyCode());
    UblParts.told(head.buyerReference(), invoice::setBuyerReference);
    if (head.period() != null) invoice.addInvoicePeriod(UblParts.period(head.period()));
    if (head.purchaseOrder() != null) invoice.setOrderReference(UblParts.order(head.purchaseOrder()));
    head.preceding().forEach(preceding -> invoice.addBillingReference(UblParts.billing(preceding)));
    if (head.contract() != null) invoice.addContractDocumentReference(reference(head.contract()));
    if (head.project() != null) invoice.addProjectReference(project(head.project()));
    invoice.setAccountingSupplierParty(parts.supplier());
    invoice.setAccountingCustomerParty(parts.customer());
    if (head.payee() != null) invoice.addPaymentMeans(parts.means());
    if (head.terms() != null) invoice.addPaymentTerms(UblParts.terms(head.terms()));
    parts.taxTotals().forEach(invoice::addTaxTotal);
    invoice.setLegalMonetaryTotal(parts.totals());
    said.lines().forEach(line -> invoice.addInvoiceLine(line(parts, line)));
    return UBL21Marshaller.invoice().setFormattedOutput(true).getAsBytes(invoice);
  }

  private static byte[] creditNote(EInvoice said) {
    var head = said.head();
    var parts = new UblParts(said);
    var note = new CreditNoteType();
    note.setCustomizationID(CUSTOMIZATION);
    note.setProfileID(PROFILE);
    note.setID(head.number());
    note.setIssueDate(head.issuedOn());
    note.setCreditNoteTypeCode(CREDIT_NOTE);
    note.setDocumentCurrencyCode(parts.currency());
    if (said.taxAccounted() != null) note.setTaxCurrencyCode(said.taxAccounted().currency().getCurrencyCode());
    UblParts.told(head.buyerReference(), note::setBuyerReference);
    if (head.period() != null) note.addInvoicePeriod(UblParts.period(head.period()));
    if (head.purchaseOrder() != null) note.setOrderReference(UblParts.order(head.purchaseOrder()));
    head.preceding().forEach(preceding -> note.addBillingReference(UblParts.billing(preceding)));
    if (head.contract() != null) note.addContractDocumentReference(reference(head.contract()));
    if (head.project() != null) {
      var project = reference(head.project());
      project.setDocumentTypeCode(PROJECT);
      note.addAdditionalDocumentReference(project);
    }
    note.setAccountingSupplierParty(parts.supplier());
    note.setAccountingCustomerParty(parts.customer());
    if (head.payee() != null) note.addPaymentMeans(parts.means());
    if (head.terms() != null) note.addPaymentTerms(UblParts.terms(head.terms()));
    parts.taxTotals().forEach(note::addTaxTotal);
    note.setLegalMonetaryTotal(parts.totals());
    said.lines().forEach(line -> note.addCreditNoteLine(credit(parts, line)));
    return UBL21Marshaller.creditNote().setFormattedOutput(true).getAsBytes(note);
  }

  private static InvoiceLineType line(UblParts parts, Line said) {
    var line = new InvoiceLineType();
    line.setID(said.id());
    line.setInvoicedQuantity(UblParts.quantity(said)).setUnitCode(UblParts.unit(said));
    line.setLineExtensionAmount(said.amount().amount()).setCurrencyID(parts.currency());
    UblParts.told(said.accounting(), line::setAccountingCost);
    if (said.period() != null) line.addInvoicePeriod(UblParts.period(said.period()));
    parts.allowance(said).ifPresent(line::addAllowanceCharge);
    line.setItem(parts.item(said));
    line.setPrice(parts.price(said));
    return line;
  }

  private static CreditNoteLineType credit(UblParts parts, Line said) {
    var line = new CreditNoteLineType();
    line.setID(said.id());
    line.setCreditedQuantity(UblParts.quantity(said)).setUnitCode(UblParts.unit(said));
    line.setLineExtensionAmount(said.amount().amount()).setCurrencyID(parts.currency());
    UblParts.told(said.accounting(), line::setAccountingCost);
    if (said.period() != null) line.addInvoicePeriod(UblParts.period(said.period()));
    parts.allowance(said).ifPresent(line::addAllowanceCharge);
    line.setItem(parts.item(said));
    line.setPrice(parts.price(said));
    return line;
  }

  private static DocumentReferenceType reference(String id) {
    var reference = new DocumentReferenceType();
    reference.setID(id);
    return reference;
  }

  private static ProjectReferenceType project(String id) {
    var project = new ProjectReferenceType();
    project.setID(id);
    return project;
  }
}
