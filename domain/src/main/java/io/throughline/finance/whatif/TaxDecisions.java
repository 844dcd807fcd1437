package io.throughline.finance.whatif;

import io.throughline.canonical.Money;
import io.throughline.finance.InvoiceDraft;
import io.throughline.finance.TaxTreatment;
import io.throughline.finance.ToldTax;
import io.throughline.finance.whatif.Documents.Doc;
import io.throughline.finance.whatif.Documents.DocLine;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Where the ERP decides tax, a bill waits for its decision; the decision is checked against the bill before it is taken. */
final class TaxDecisions {

  /** The day in a bill's name. */
  private static final Pattern DAY = Pattern.compile("/([0-9]{4}-[0-9]{2}-[0-9]{2})/[0-9]+$");

  private final Facts facts;
  private final Map<String, Bundle.TaxDecision> decisions;
  private final Map<String, MoneyFacts.Bill> told = new TreeMap<>();
  private final Set<String> asked = new HashSet<>();

  TaxDecisions(Facts facts) {
    this.facts = facts;
    decisions = facts.unique(facts.bundle.taxDecisions(), Bundle.TaxDecision::invoice);
    for (var bill : facts.bundle.bills()) if (bill.tax() != null) told.put(bill.billId(), bill);
  }

  boolean asked(Doc doc) {
    if (told.containsKey(doc.reference)) return true;
    var known = facts.entities.get(doc.entity);
    return known != null && known.tax() == Bundle.Decider.ERP;
  }

  /** Null when the document is taxed as decided; else why it is held. */
  Issuing.Held decide(Doc doc, List<InvoiceDraft.Line> lines) {
    if (told.containsKey(doc.reference)) return told(doc, lines, told.get(doc.reference));
    var decision = decisions.get(doc.reference);
    asked.add(doc.reference);
    var net = Money.sum(lines.stream().map(InvoiceDraft.Line::amount).toList(), doc.currency);
    if (decision == null) return new Issuing.Held("TAX_AWAITED", "the ERP decides the tax of " + doc.reference + ": " + net + " from " + doc.entity + " to " + doc.billingAccount);
    for (var line : lines) {
      var tax = decided(decision, line);
      if (tax == null) return new Issuing.Held("TAX_DIFFERS", "no decision, or more than one, for line " + line.contractLineId() + " of " + doc.reference);
      doc.lines.add(new DocLine(doc, line, TaxTreatment.decided(tax.category(), tax.percent())));
    }
    Documents.tax(doc);
    doc.decided = true;
    for (var tax : decision.taxes()) {
      var treatment = TaxTreatment.decided(tax.category(), tax.percent());
      var base = facts.money(tax.base(), doc.currency, tax, "base");
      var told = facts.money(tax.tax(), doc.currency, tax, "tax");
      if (!base.equals(doc.bases.get(treatment)) || !told.equals(doc.taxes.get(treatment))) {
        doc.lines.clear();
        return new Issuing.Held("TAX_DIFFERS", tax.category() + " " + tax.percent().toPlainString() + " %: the ERP says " + told + " of " + base + ", the bill gives " + doc.taxes.get(treatment) + " of " + doc.bases.get(treatment));
      }
    }
    return null;
  }

  /** Decisions about bills that were not made, or whose tax is not the ERP's to decide; bills that are not due yet do not count. */
  List<Answer.Held> unasked() {
    return decisions.keySet().stream()
        .filter(bill -> !asked.contains(bill) && !facts.absent(bill) && !later(bill))
        .map(bill -> new Answer.Held("tax-decision", bill, facts.contracts.containsKey(String.valueOf(facts.contractOf(bill))) ? facts.contractOf(bill) : null, null, "NO_BILL", "no bill " + bill + " asks the ERP for its tax", null, null, null))
        .toList();
  }

  private boolean later(String bill) {
    var day = DAY.matcher(bill);
    return day.find() && LocalDate.parse(day.group(1)).isAfter(facts.asOf) || facts.bundle.bills().stream().anyMatch(each -> each.billId().equals(bill) && each.on().isAfter(facts.asOf));
  }

  private Issuing.Held told(Doc doc, List<InvoiceDraft.Line> lines, MoneyFacts.Bill bill) {
    for (var line : lines) doc.lines.add(new DocLine(doc, line, TaxTreatment.TOLD));
    Documents.tax(doc);
    doc.decided = true;
    var tax = facts.money(bill.tax(), doc.currency, bill, "tax");
    if (!ToldTax.plausible(doc.net, tax)) {
      doc.lines.clear();
      return new Issuing.Held("TAX_DIFFERS", "the ERP says " + tax + " on " + doc.net);
    }
    Documents.told(doc, tax);
    return null;
  }

  private static Bundle.DecidedTax decided(Bundle.TaxDecision decision, InvoiceDraft.Line line) {
    var named = decision.taxes().stream().filter(each -> each.lines().contains(line.contractLineId())).toList();
    if (named.isEmpty() && decision.taxes().size() == 1 && decision.taxes().get(0).lines().isEmpty()) return decision.taxes().get(0);
    return named.size() == 1 ? named.get(0) : null;
  }
}
