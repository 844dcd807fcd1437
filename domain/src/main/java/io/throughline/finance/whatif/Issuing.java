package io.throughline.finance.whatif;

import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.Account;
import io.throughline.finance.Journals;
import io.throughline.finance.Journals.Leg;
import io.throughline.finance.BillingModel;
import io.throughline.finance.ContentId;
import io.throughline.finance.InvoiceDraft;
import io.throughline.finance.TaxTreatment;
import io.throughline.finance.whatif.Documents.Doc;
import io.throughline.finance.whatif.Documents.DocLine;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes documents of drafts: shared among payers, taxed, numbered, posted. */
final class Issuing {

  /** A bill that cannot be made, and why. */
  record Held(String reason, String text) {}

  private final Facts facts;
  private final TimeBook time;
  private final Ledger ledger;
  private final WaitingTax waiting;
  private final Expenses expenses;
  private final Taxes taxes;
  final TaxDecisions decisions;
  private final Dimensions dimensions;
  private final Billed billed;
  private final Revenue revenue;
  final Documents documents;

  Issuing(Facts facts, TimeBook time, Ledger ledger, WaitingTax waiting, Expenses expenses, Billed billed, Revenue revenue, Documents documents) {
    this.facts = facts;
    this.time = time;
    this.ledger = ledger;
    this.waiting = waiting;
    this.expenses = expenses;
    this.billed = billed;
    this.revenue = revenue;
    this.documents = documents;
    taxes = new Taxes(facts);
    decisions = new TaxDecisions(facts);
    dimensions = new Dimensions(facts);
  }

  /** Names of the documents of one bill: its own for the first, then its own with a number; numbers of the day without one. */
  static final class Names {

    private final String own;
    private int made;

    Names(String own) {
      this.own = own;
    }

    private String next() {
      made++;
      return own == null || made == 1 ? own : own + "/" + made;
    }
  }

  /** All documents of a draft, or none. */
  Held issue(String contractId, Payers payers, InvoiceDraft draft, Map<String, ContractFact.Line> lineFacts, LocalDate on, Names names) {
    var contract = facts.latest(contractId, on);
    var shares = payers.shares();
    var parts = new Splitting(payers, contract.rounding(), billed, line -> limited(lineFacts.get(line))).of(draft);
    var docs = new ArrayList<Doc>();
    for (int i = 0; i < shares.size(); i++) {
      if (parts.get(i).isEmpty()) continue;
      var doc = document(contract, draft, shares.get(i), on, names);
      doc.payers = payers;
      var held = lines(doc, parts.get(i), lineFacts);
      if (held != null) return held;
      docs.add(doc);
    }
    docs.forEach(doc -> book(contractId, documents.issue(doc)));
    for (var line : draft.lines()) for (var part : line.allocations()) if (time.entries.get(part.entryKey()).open() == 0) billed.whole(part.entryKey());
    return null;
  }

  private static boolean limited(ContractFact.Line line) {
    return line != null && (line.cap() != null || line.purchaseOrder() != null || line.purchaseOrderLimit() != null);
  }

  private Doc document(ContractFact contract, InvoiceDraft draft, ContractFact.Share share, LocalDate on, Names names) {
    var doc = new Doc();
    doc.documentId = ContentId.of("inv", List.of(draft.documentId(), share.billingAccount()));
    doc.contract = contract;
    doc.entity = share.entity() == null ? draft.entity() : share.entity();
    doc.billingAccount = share.billingAccount();
    doc.purchaseOrder = draft.purchaseOrder();
    doc.on = on;
    doc.dueOn = facts.calendars.due(doc.entity, contract, draft.dueOn());
    doc.currency = draft.net().currency();
    documents.name(doc, "", names.next());
    return doc;
  }

  private Held lines(Doc doc, List<InvoiceDraft.Line> lines, Map<String, ContractFact.Line> lineFacts) {
    for (var line : lines) {
      var fact = lineFacts.get(line.contractLineId());
      var wrong = dimensions.wrong(doc.entity, doc.contract, fact);
      if (wrong != null) return new Held("DIMENSION_INVALID", wrong);
    }
    if (decisions.asked(doc)) {
      var held = decisions.decide(doc, lines);
      if (held != null) return held;
    } else {
      for (var line : lines) {
        var treatment = treatment(doc, line, lineFacts.get(line.contractLineId()), doc.on);
        if (treatment == null) return new Held("TAX_RULE_MISSING", "no tax rule for account " + doc.billingAccount);
        doc.lines.add(new DocLine(doc, line, treatment));
      }
      Documents.tax(doc);
    }
    rounding(doc, lineFacts);
    for (var line : doc.lines) line.dimensions = Dimensions.of(doc.contract, lineFacts.get(line.draft.contractLineId()));
    doc.dimensions = Dimensions.common(doc.lines.stream().map(line -> line.dimensions).toList());
    if (facts.taxWaits(doc.entity, doc.on)) doc.waiting = Money.zero(doc.currency);
    var base = facts.base(doc.entity, doc.currency);
    if (!doc.tax.isZero() && !base.equals(doc.currency)) doc.taxInBooks = ledger.converted(doc.tax, base, doc.on);
    return null;
  }

  /** The tax a line bears, as known on a day. */
  TaxTreatment treatment(Doc doc, InvoiceDraft.Line line, ContractFact.Line fact, LocalDate knownOn) {
    return taxes.of(doc.entity, doc.billingAccount, code(fact, line), taxPoint(doc.contract, line, doc.on), knownOn);
  }

  /** What keeps minutes of different tax rates on different lines. */
  String apart(ContractFact contract, Payers payers, ContractFact.Line fact, LocalDate workDate, LocalDate on) {
    if (!facts.taxed() || contract.taxPoint() != ContractFact.TaxPoint.WORK_DATE) return null;
    var code = fact == null ? null : fact.taxCode();
    return payers.shares().stream()
        .map(share -> taxes.of(share.entity() == null ? payers.entity() : share.entity(), share.billingAccount(), code, workDate, on))
        .map(treatment -> treatment == null ? "" : treatment.category() + " " + treatment.percent().stripTrailingZeros().toPlainString())
        .collect(Collectors.joining(", "));
  }

  private String code(ContractFact.Line fact, InvoiceDraft.Line line) {
    if (line.event() != null && line.billing() == BillingModel.EXPENSES) return expenses.of(line.event()).taxTreatment();
    return fact == null ? null : fact.taxCode();
  }

  private LocalDate taxPoint(ContractFact contract, InvoiceDraft.Line line, LocalDate on) {
    if (contract.taxPoint() != ContractFact.TaxPoint.WORK_DATE) return on;
    return line.event() != null ? line.event().dueOn() : line.allocations().stream().map(part -> time.entries.get(part.entryKey()).fact.workDate()).max(Comparator.naturalOrder()).orElse(on);
  }

  /** Where all prices include tax, what is due is their sum; the cent that net and tax miss is rounding. */
  private static void rounding(Doc doc, Map<String, ContractFact.Line> lineFacts) {
    var due = Money.zero(doc.currency);
    for (var line : doc.lines) {
      var fact = lineFacts.get(line.draft.contractLineId());
      if (fact == null || !fact.pricesIncludeTax() || line.draft.event() == null || fact.unitPrice() == null || fact.unitPrice().signum() == 0) return;
      var net = Taxes.net(fact.unitPrice(), line.tax.percent(), doc.currency);
      if (net.signum() == 0) return;
      var quantity = line.draft.amount().exact().value().dividedBy(Rational.of(net));
      due = due.plus(Money.of(quantity.times(Rational.of(fact.unitPrice())).rounded(doc.currency.getDefaultFractionDigits(), RoundingPolicy.HALF_UP), doc.currency));
    }
    doc.rounding = due.minus(doc.net.plus(doc.tax));
    doc.open = doc.total();
  }

  private void book(String contractId, Doc doc) {
    for (var line : doc.lines) {
      billed.add(contractId, line);
      for (var part : line.draft.allocations()) {
        var entry = time.entries.get(part.entryKey());
        entry.allocated += part.minutes();
        if (!entry.heldBy.contains(line)) entry.heldBy.add(line);
        time.changed(entry);
        time.document(contractId, entry);
        revenue.touched(contractId);
      }
    }
    post(contractId, doc);
  }

  private void post(String contractId, Doc doc) {
    var zero = Money.zero(doc.currency);
    var source = doc.posted(doc.reference, doc.on).carriedBy(doc.reference);
    var apart = doc.apart();
    if (doc.contract.asBilled() && apart.isEmpty()) {
      revenue.asBilled(contractId, doc);
      ledger.post(waiting.placed(doc, Journals.invoiced(contractId, doc.reference, doc.net, doc.tax, zero, doc.net)), source);
    } else if (doc.contract.asBilled()) {
      revenue.asBilled(contractId, doc);
      ledger.post(waiting.placed(doc, new Journals.Entry("J2", List.of(new Leg(Account.AR, doc.tax, doc.reference), new Leg(Account.VAT, doc.tax.negated(), null)))), source);
      apart.forEach((dimensions, amount) -> ledger.post(Journals.invoiced(contractId, doc.reference, amount, zero, zero, amount), doc.posted(dimensions)));
    } else {
      var asset = Money.greater(ledger.balance(doc.entity, Account.CA, contractId, doc.currency), zero);
      var fromAsset = Money.greater(Money.lesser(doc.net, asset), zero);
      var liability = Money.greater(ledger.balance(doc.entity, Account.CL, contractId, doc.currency).negated(), zero);
      boolean own = doc.entity.equals(facts.latest(contractId, doc.on).entity());
      var direct = own && apart.isEmpty() ? Money.greater(Money.lesser(doc.net.minus(fromAsset), revenue.pending(contractId, doc.on).minus(liability)), zero) : zero;
      revenue.direct(contractId, direct);
      ledger.post(waiting.placed(doc, Journals.invoiced(contractId, doc.reference, doc.net, doc.tax, fromAsset, direct)), source);
    }
    ledger.post("J21", source, new Leg(Account.AR, doc.rounding, doc.reference), new Leg(Account.RND, doc.rounding.negated(), null));
  }
}
