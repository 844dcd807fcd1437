package io.throughline.einvoice;

import io.throughline.canonical.Period;
import io.throughline.finance.TaxTreatment;
import io.throughline.finance.einvoice.EInvoice;
import io.throughline.finance.einvoice.Line;
import io.throughline.finance.einvoice.Party;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.AddressType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.AllowanceChargeType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.BillingReferenceType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.BranchType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.ContactType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.CountryType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.CustomerPartyType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.DocumentReferenceType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.FinancialAccountType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.ItemPropertyType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.ItemType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.MonetaryTotalType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.OrderReferenceType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.PartyLegalEntityType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.PartyNameType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.PartyTaxSchemeType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.PartyType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.PaymentMeansType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.PaymentTermsType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.PeriodType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.PriceType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.SupplierPartyType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.TaxCategoryType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.TaxSchemeType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.TaxSubtotalType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.TaxTotalType;
import oasis.names.specification.ubl.schema.xsd.commonbasiccomponents_21.AllowanceChargeReasonType;
import oasis.names.specification.ubl.schema.xsd.commonbasiccomponents_21.NoteType;
import oasis.names.specification.ubl.schema.xsd.commonbasiccomponents_21.PaymentIDType;
import oasis.names.specification.ubl.schema.xsd.commonbasiccomponents_21.TaxExemptionReasonType;

/** The parts that an invoice and a credit note write alike. */
final class UblParts {

  /** UN/ECE recommendation 20: minutes, and one of something. */
  private static final String MINUTES = "MIN";

  private static final String ONE = "C62";

  /** UNTDID 4461 credit transfer, UNTDID 5189 discount. */
  private static final String CREDIT_TRANSFER = "30";

  private static final String DISCOUNT = "95";
  private static final String NOT_SUBJECT_TO_VAT = "O";

  private final EInvoice said;

  UblParts(EInvoice said) {
    this.said = said;
  }

  String currency() {
    return said.net().currency().getCurrencyCode();
  }

  SupplierPartyType supplier() {
    var supplier = new SupplierPartyType();
    supplier.setParty(party(said.head().seller()));
    return supplier;
  }

  CustomerPartyType customer() {
    var customer = new CustomerPartyType();
    customer.setParty(party(said.head().buyer()));
    return customer;
  }

  private PartyType party(Party said) {
    var party = new PartyType();
    if (said.electronicAddress() != null) {
      var colon = said.electronicAddress().indexOf(':');
      party.setEndpointID(said.electronicAddress().substring(colon + 1)).setSchemeID(said.electronicAddress().substring(0, colon));
    }
    var name = new PartyNameType();
    name.setName(said.name());
    party.addPartyName(name);
    party.setPostalAddress(address(said));
    if (said.taxId() != null && taxIdsAreTold()) {
      var tax = new PartyTaxSchemeType();
      tax.setCompanyID(said.taxId());
      tax.setTaxScheme(vat());
      party.addPartyTaxScheme(tax);
    }
    var legal = new PartyLegalEntityType();
    legal.setRegistrationName(said.name());
    told(said.registration(), legal::setCompanyID);
    party.addPartyLegalEntity(legal);
    if (said.contact() != null) {
      var contact = new ContactType();
      told(said.contact().name(), contact::setName);
      told(said.contact().phone(), contact::setTelephone);
      told(said.contact().email(), contact::setElectronicMail);
      party.setContact(contact);
    }
    return party;
  }

  /** What is not subject to VAT names no VAT id (BR-O-02). */
  private boolean taxIdsAreTold() {
    return said.taxes().stream().noneMatch(tax -> tax.treatment().category().equals(NOT_SUBJECT_TO_VAT));
  }

  private static AddressType address(Party said) {
    var address = new AddressType();
    told(said.street(), address::setStreetName);
    told(said.city(), address::setCityName);
    told(said.postalCode(), address::setPostalZone);
    var country = new CountryType();
    told(said.country(), country::setIdentificationCode);
    address.setCountry(country);
    return address;
  }

  PaymentMeansType means() {
    var payee = said.head().payee();
    var account = new FinancialAccountType();
    account.setID(payee.iban());
    if (payee.bic() != null) {
      var branch = new BranchType();
      branch.setID(payee.bic());
      account.setFinancialInstitutionBranch(branch);
    }
    var means = new PaymentMeansType();
    means.setPaymentMeansCode(CREDIT_TRANSFER);
    var reference = new PaymentIDType();
    reference.setValue(said.head().number());
    means.addPaymentID(reference);
    means.setPayeeFinancialAccount(account);
    return means;
  }

  static PaymentTermsType terms(String said) {
    var terms = new PaymentTermsType();
    var note = new NoteType();
    note.setValue(said);
    terms.addNote(note);
    return terms;
  }

  /** The tax in document currency with its parts, and in the accounting currency alone. */
  List<TaxTotalType> taxTotals() {
    var all = new ArrayList<TaxTotalType>();
    var total = new TaxTotalType();
    total.setTaxAmount(said.tax().amount()).setCurrencyID(currency());
    for (var tax : said.taxes()) {
      var part = new TaxSubtotalType();
      part.setTaxableAmount(tax.base().amount()).setCurrencyID(currency());
      part.setTaxAmount(tax.amount().amount()).setCurrencyID(currency());
      part.setTaxCategory(category(tax.treatment(), true));
      total.addTaxSubtotal(part);
    }
    all.add(total);
    if (said.taxAccounted() != null) {
      var accounted = new TaxTotalType();
      accounted.setTaxAmount(said.taxAccounted().amount()).setCurrencyID(said.taxAccounted().currency().getCurrencyCode());
      all.add(accounted);
    }
    return all;
  }

  private static TaxCategoryType category(TaxTreatment treatment, boolean withReason) {
    var category = new TaxCategoryType();
    category.setID(treatment.category());
    if (!treatment.category().equals(NOT_SUBJECT_TO_VAT)) category.setPercent(treatment.percent());
    if (withReason && treatment.exemptionCode() != null) category.setTaxExemptionReasonCode(treatment.exemptionCode());
    if (withReason && treatment.text() != null) {
      var reason = new TaxExemptionReasonType();
      reason.setValue(treatment.text());
      category.addTaxExemptionReason(reason);
    }
    category.setTaxScheme(vat());
    return category;
  }

  private static TaxSchemeType vat() {
    var scheme = new TaxSchemeType();
    scheme.setID("VAT");
    return scheme;
  }

  MonetaryTotalType totals() {
    var totals = new MonetaryTotalType();
    totals.setLineExtensionAmount(said.net().amount()).setCurrencyID(currency());
    totals.setTaxExclusiveAmount(said.net().amount()).setCurrencyID(currency());
    totals.setTaxInclusiveAmount(said.total().amount()).setCurrencyID(currency());
    if (!said.paid().isZero()) totals.setPrepaidAmount(said.paid().amount()).setCurrencyID(currency());
    if (!said.rounding().isZero()) totals.setPayableRoundingAmount(said.rounding().amount()).setCurrencyID(currency());
    totals.setPayableAmount(said.due().amount()).setCurrencyID(currency());
    return totals;
  }

  /** What a limit takes off; the rounding cent of the last credit of a line stays within the slack the rules leave. */
  Optional<AllowanceChargeType> allowance(Line line) {
    if (line.allowance().isZero()) return Optional.empty();
    var allowance = new AllowanceChargeType();
    allowance.setChargeIndicator(false);
    allowance.setAllowanceChargeReasonCode(DISCOUNT);
    var reason = new AllowanceChargeReasonType();
    reason.setValue("Beyond the agreed cap");
    allowance.addAllowanceChargeReason(reason);
    allowance.setAmount(line.allowance().amount()).setCurrencyID(currency());
    return Optional.of(allowance);
  }

  ItemType item(Line line) {
    var item = new ItemType();
    item.setName(line.description());
    item.addClassifiedTaxCategory(category(line.tax(), false));
    new TreeMap<>(line.attributes()).forEach((name, value) -> {
      var property = new ItemPropertyType();
      property.setName(name);
      property.setValue(value);
      item.addAdditionalItemProperty(property);
    });
    return item;
  }

  PriceType price(Line line) {
    var price = new PriceType();
    if (line.minutes() == null) {
      price.setPriceAmount(line.unitPrice().amount()).setCurrencyID(currency());
      return price;
    }
    price.setPriceAmount(line.price().amount()).setCurrencyID(currency());
    price.setBaseQuantity(BigDecimal.valueOf(line.price().perMinutes())).setUnitCode(MINUTES);
    return price;
  }

  /** An absent word is not written: the rules refuse empty elements. */
  static <V> void told(V value, Consumer<V> write) {
    if (value != null) write.accept(value);
  }

  static BigDecimal quantity(Line line) {
    return line.minutes() == null ? line.quantity() : BigDecimal.valueOf(line.minutes());
  }

  static String unit(Line line) {
    return line.minutes() == null ? ONE : MINUTES;
  }

  static PeriodType period(Period days) {
    var period = new PeriodType();
    period.setStartDate(days.from());
    period.setEndDate(days.through());
    return period;
  }

  static OrderReferenceType order(String id) {
    var order = new OrderReferenceType();
    order.setID(id);
    return order;
  }

  static BillingReferenceType billing(EInvoice.Preceding preceding) {
    var document = new DocumentReferenceType();
    document.setID(preceding.number());
    told(preceding.issuedOn(), document::setIssueDate);
    var billing = new BillingReferenceType();
    billing.setInvoiceDocumentReference(document);
    return billing;
  }
}
