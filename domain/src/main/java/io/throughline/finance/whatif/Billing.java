package io.throughline.finance.whatif;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.Account;
import io.throughline.finance.BillingEvent;
import io.throughline.finance.BillingModel;
import io.throughline.finance.ContentId;
import io.throughline.finance.ContractLine;
import io.throughline.finance.ContractVersion;
import io.throughline.finance.InvoiceDraft;
import io.throughline.finance.Invoicing;
import io.throughline.finance.Journals;
import io.throughline.finance.Journals.Leg;
import io.throughline.finance.OpenTime;
import io.throughline.finance.Rated;
import io.throughline.finance.whatif.Documents.Doc;
import io.throughline.finance.whatif.Documents.DocLine;
import io.throughline.finance.whatif.Documents.Taken;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Makes bills, corrects them by documents, and keeps what each contract line has billed. */
final class Billing {

  private final Facts facts;
  private final TermsBook terms;
  private final TimeBook time;
  private final Events events;
  private final Ledger ledger;
  private final Taxes taxes;
  private final Retainers retainers;
  final Documents documents = new Documents();
  final List<Answer.Correction> corrections = new ArrayList<>();
  final Map<String, Answer.Held> held = new TreeMap<>();
  final Set<String> billedEvents = new HashSet<>();
  private final Map<String, Money> billed = new TreeMap<>();
  private final Map<String, Money> billedTime = new TreeMap<>();
  private Revenue revenue;

  Billing(Facts facts, TermsBook terms, TimeBook time, Events events, Ledger ledger, Retainers retainers) {
    this.facts = facts;
    this.terms = terms;
    this.time = time;
    this.events = events;
    this.ledger = ledger;
    this.retainers = retainers;
    taxes = new Taxes(facts);
  }

  void revenue(Revenue revenue) {
    this.revenue = revenue;
  }

  /** Net of credits. */
  Money billed(String contractId, String lineId) {
    return billed.getOrDefault(contractId + "|" + lineId, Money.zero(facts.first(contractId).currency()));
  }

  /** The part of it that was minutes. */
  Money billedTime(String contractId, String lineId) {
    return billedTime.getOrDefault(contractId + "|" + lineId, Money.zero(facts.first(contractId).currency()));
  }

  Money billed(String contractId) {
    var total = Money.zero(facts.first(contractId).currency());
    for (var each : billed.entrySet()) if (each.getKey().startsWith(contractId + "|")) total = total.plus(each.getValue());
    return total;
  }

  void run(MoneyFacts.InvoiceRun run) {
    for (var contractId : facts.contractIds()) {
      if (run.contractId() == null || run.contractId().equals(contractId)) bill(contractId, run);
    }
  }

  private void bill(String contractId, MoneyFacts.InvoiceRun run) {
    var today = terms.today(contractId, run.on());
    var contract = today.contract();
    var account = facts.accounts.get(contract.billingAccount());
    if (run.on().isBefore(contract.term().from())) return;
    if (!contract.approved()) hold("contract", contractId, contractId, "CONTRACT_NOT_APPROVED", "the terms are not approved: nothing is billed");
    else if (account != null && account.creditBlocked()) hold("contract", contractId, contractId, "CREDIT_BLOCKED", "account " + account.accountId() + " is blocked");
    else if (ledger.closed(contract.entity(), YearMonth.from(run.on()), Bundle.Stream.BILLING, run.on())) hold("run", run.on().toString(), contractId, "PERIOD_CLOSED", "billing of " + YearMonth.from(run.on()) + " is closed");
    else {
      if (facts.latest(contractId, run.on()).correctBilled()) correct(contractId, run.on());
      draft(contractId, today, run);
    }
  }

  private void draft(String contractId, TermsBook.Terms today, MoneyFacts.InvoiceRun run) {
    retainers.settle(contractId, run.through());
    var open = new ArrayList<OpenTime>();
    for (var entry : time.of(contractId)) {
      entry.capped = 0;
      if (entry.open() > 0 && !entry.fact.workDate().isAfter(run.through())) open.add(open(entry, entry.open()));
    }
    var due = new ArrayList<BillingEvent>();
    for (var event : events.due(contractId, run.on(), run.through())) if (!billedEvents.contains(event.eventId())) due.add(event);
    var lineFacts = new TreeMap<String, ContractFact.Line>(today.lines());
    var contract = covering(contractId, today, open, lineFacts, run.on());
    due.addAll(minimums(contractId, lineFacts, run));
    draft(contractId, contract, lineFacts, open, due, run.on(), null);
  }

  private static OpenTime open(TimeBook.Entry entry, long minutes) {
    return new OpenTime(entry.fact.key(), entry.fact.version(), entry.fact.workDate(), minutes, entry.generation, entry.price());
  }

  /** A bill that was made outside a run. Minutes that are not billable as the facts have it are held, not billed. */
  void made(MoneyFacts.Bill bill) {
    var today = terms.today(bill.contractId(), bill.on());
    var open = new ArrayList<OpenTime>();
    for (var billed : bill.entries()) {
      var entry = find(billed.entry());
      if (entry == null || !bill.contractId().equals(entry.contractId) || entry.open() < billed.minutes()) hold("bill", bill.billId() + "/" + billed.entry(), bill.contractId(), "NOT_BILLABLE", billed.minutes() + " minutes of " + billed.entry() + " are not open");
      else open.add(open(entry, billed.minutes()));
    }
    var due = events.due(bill.contractId(), bill.on(), bill.on()).stream().filter(event -> !billedEvents.contains(event.eventId()) && bill.milestones().stream().anyMatch(id -> event.source().equals("delivery:" + id))).toList();
    var lineFacts = new TreeMap<String, ContractFact.Line>(today.lines());
    var contract = covering(bill.contractId(), today, open, lineFacts, bill.on());
    draft(bill.contractId(), contract, lineFacts, open, due, bill.on(), bill.billId());
  }

  /** The terms of today with the lines that older work belongs to. */
  private ContractVersion covering(String contractId, TermsBook.Terms today, List<OpenTime> open, Map<String, ContractFact.Line> lineFacts, LocalDate on) {
    var lines = new TreeMap<String, ContractLine>();
    today.contract().lines().forEach(line -> lines.put(line.lineId(), line));
    for (var each : open) {
      var lineId = each.rated().lineId();
      if (lines.containsKey(lineId)) continue;
      var then = terms.at(contractId, on, each.workDate());
      then.contract().line(lineId).ifPresent(line -> lines.put(lineId, line));
      lineFacts.put(lineId, then.lines().get(lineId));
    }
    return withLines(today.contract(), lines.values());
  }

  private void draft(String contractId, ContractVersion contract, Map<String, ContractFact.Line> lineFacts, List<OpenTime> open, List<BillingEvent> due, LocalDate on, String name) {
    if (open.isEmpty() && due.isEmpty()) return;
    var soFar = new TreeMap<String, Money>();
    for (var line : contract.lines()) soFar.put(line.lineId(), billed(contractId, line.lineId()));
    var drafted = Invoicing.draft(contract, open, due, soFar, on);
    for (var capped : drafted.covered()) time.entries.get(capped.entryKey()).capped += capped.minutes();
    for (var beyond : drafted.held()) {
      held.put("event:" + beyond.event().eventId(), new Answer.Held("billing-event", beyond.event().eventId(), contractId, beyond.event().lineId(), "BEYOND_TERMS", beyond.agreed() + " agreed, " + beyond.billedSoFar() + " billed", null, contract.currency(), beyond.event().amount()));
    }
    int parts = 0;
    for (var draft : drafted.invoices()) parts = issue(contractId, draft, lineFacts, on, name, parts);
  }

  /** How many parts of the named bill there are now. */
  private int issue(String contractId, InvoiceDraft draft, Map<String, ContractFact.Line> lineFacts, LocalDate on, String name, int before) {
    var contract = facts.latest(contractId, on);
    var shares = contract.split().isEmpty() ? List.of(new ContractFact.Share(contract.billingAccount(), BigDecimal.valueOf(100))) : contract.split().stream().sorted(Comparator.comparing(ContractFact.Share::billingAccount)).toList();
    var parts = Splitting.of(draft, shares.stream().map(ContractFact.Share::percent).toList(), contract.rounding());
    var docs = new ArrayList<Doc>();
    for (int i = 0; i < shares.size(); i++) {
      var doc = document(contract, draft, parts.get(i), shares.get(i).billingAccount(), lineFacts, on);
      if (doc == null) {
        hold("invoice", draft.documentId(), contractId, "TAX_RULE_MISSING", "no tax rule for account " + shares.get(i).billingAccount());
        return before;
      }
      if (!doc.lines.isEmpty()) docs.add(doc);
    }
    int made = before;
    for (var doc : docs) {
      made++;
      documents.issue(doc, "", name == null || made == 1 ? name : name + "/" + made);
      book(contractId, doc);
      post(contractId, doc);
    }
    return made;
  }

  private Doc document(ContractFact contract, InvoiceDraft draft, List<InvoiceDraft.Line> lines, String account, Map<String, ContractFact.Line> lineFacts, LocalDate on) {
    var doc = new Doc();
    doc.documentId = ContentId.of("inv", List.of(draft.documentId(), account));
    doc.contract = contract;
    doc.entity = draft.entity();
    doc.billingAccount = account;
    doc.purchaseOrder = draft.purchaseOrder();
    doc.on = on;
    doc.dueOn = draft.dueOn();
    doc.currency = draft.net().currency();
    for (var line : lines) {
      var fact = lineFacts.get(line.contractLineId());
      var treatment = taxes.of(doc.entity, account, code(fact, line), taxPoint(contract, line, on));
      if (treatment == null) return null;
      doc.lines.add(new DocLine(doc, line, treatment));
    }
    if (!doc.lines.isEmpty()) {
      Documents.tax(doc);
      rounding(doc, lineFacts);
    }
    return doc;
  }

  private String code(ContractFact.Line fact, InvoiceDraft.Line line) {
    if (line.event() != null && line.billing() == BillingModel.EXPENSES) {
      for (var each : events.expenses()) if (line.event().source().equals("expense-" + each.expenseId())) return each.taxTreatment();
    }
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
      if (fact == null || !fact.pricesIncludeTax() || line.draft.event() == null || fact.unitPrice().signum() == 0) return;
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
      add(contractId, line, line.draft.amount());
      if (line.draft.event() != null) billedEvents.add(line.draft.event().eventId());
      for (var part : line.draft.allocations()) {
        var entry = time.entries.get(part.entryKey());
        entry.allocated += part.minutes();
        entry.heldBy.add(line);
        revenue.touched(contractId);
      }
    }
  }

  private void add(String contractId, DocLine line, Money amount) {
    var key = contractId + "|" + line.draft.contractLineId();
    billed.merge(key, amount, Money::plus);
    if (line.draft.minutes() != null) billedTime.merge(key, amount, Money::plus);
  }

  private void post(String contractId, Doc doc) {
    var zero = Money.zero(doc.currency);
    var source = new Ledger.Source(doc.contract.threadId(), doc.reference, doc.entity, doc.on, doc.on);
    if (doc.contract.asBilled()) {
      revenue.asBilled(contractId, doc);
      ledger.post(Journals.invoiced(contractId, doc.reference, doc.net, doc.tax, zero, doc.net), source);
    } else {
      var asset = Money.greater(ledger.balance(doc.entity, Account.CA, contractId, doc.currency), zero);
      var fromAsset = Money.greater(Money.lesser(doc.net, asset), zero);
      var liability = Money.greater(ledger.balance(doc.entity, Account.CL, contractId, doc.currency).negated(), zero);
      var direct = Money.greater(Money.lesser(doc.net.minus(fromAsset), revenue.pending(contractId, doc.on).minus(liability)), zero);
      revenue.direct(contractId, direct);
      ledger.post(Journals.invoiced(contractId, doc.reference, doc.net, doc.tax, fromAsset, direct), source);
    }
    ledger.post("J21", source, new Leg(Account.AR, doc.rounding, doc.reference), new Leg(Account.RND, doc.rounding.negated(), null));
  }

  /** Billed minutes whose terms, minutes or approval changed since: their lines are taken back whole, to be billed anew. */
  private void correct(String contractId, LocalDate on) {
    var stale = new LinkedHashMap<Doc, Set<DocLine>>();
    for (var entry : time.of(contractId)) {
      if (entry.allocated == 0) continue;
      for (var line : entry.heldBy) {
        long holds = line.holds.getOrDefault(entry.fact.key(), 0L);
        if (holds == 0 || !changed(entry, line)) continue;
        stale.computeIfAbsent(line.doc, doc -> new LinkedHashSet<>()).add(line);
        corrections.add(correction(entry, line, holds, on));
      }
    }
    stale.forEach((doc, lines) -> credit(doc, lines.stream().map(Billing::allOf).toList(), on, "correction", MoneyFacts.Kind.RELEASE));
  }

  private static boolean changed(TimeBook.Entry entry, DocLine line) {
    if (!entry.billable()) return true;
    var price = entry.price();
    long most = entry.overage < 0 ? entry.approved() : entry.overage;
    return entry.allocated + entry.writtenOff > most || !price.lineId().equals(line.draft.contractLineId()) || price.price().compareTo(line.draft.price()) != 0;
  }

  private static Answer.Correction correction(TimeBook.Entry entry, DocLine line, long minutes, LocalDate on) {
    var was = line.draft.price().of(minutes);
    var now = entry.billable() ? entry.price().price().of(Math.min(entry.approved(), minutes + Math.max(0, entry.approved() - entry.allocated))) : ExactAmount.zero(was.currency());
    var becomes = entry.billable() ? entry.approved() + " min at " + entry.price().price() : entry.fact.counts() ? "not billable" : Reading.word(entry.fact.approval());
    return new Answer.Correction(entry.fact.key(), line.doc.reference, on, minutes + " min at " + line.draft.price(), becomes, now.minus(was).rounded(RoundingPolicy.HALF_UP), true);
  }

  static Taken allOf(DocLine line) {
    return new Taken(line, line.left, new TreeMap<>(line.holds));
  }

  void credit(Doc original, List<Taken> taken, LocalDate on, String reason, MoneyFacts.Kind kind) {
    credit(original, taken, on, reason, kind, null);
  }

  /** @param name the credit note's own, or null */
  void credit(Doc original, List<Taken> taken, LocalDate on, String reason, MoneyFacts.Kind kind, String name) {
    var contractId = original.contract.contractId();
    var doc = Documents.credit(original, taken, on, reason);
    documents.issue(doc, "CN", name);
    doc.documentId = ContentId.of("crn", List.of(original.documentId, doc.reference, reason, doc.net));
    for (var part : taken) {
      add(contractId, part.line(), part.amount().negated());
      if (part.line().draft.event() != null && part.line().left.isZero() && kind != MoneyFacts.Kind.CONCESSION) billedEvents.remove(part.line().draft.event().eventId());
      part.minutes().forEach((key, minutes) -> {
        var entry = time.entries.get(key);
        entry.allocated -= minutes;
        entry.generation++;
        if (kind == MoneyFacts.Kind.CONCESSION) entry.giveUp(minutes);
        if (!part.line().holds.containsKey(key)) entry.heldBy.remove(part.line());
      });
    }
    revenue.touched(contractId);
    postCredit(contractId, doc, kind);
    settleOverCredit(doc);
  }

  private void postCredit(String contractId, Doc doc, MoneyFacts.Kind kind) {
    var source = new Ledger.Source(doc.contract.threadId(), doc.reference, doc.entity, doc.on, doc.on);
    if (kind == MoneyFacts.Kind.CONCESSION) {
      revenue.conceded(contractId, doc);
      ledger.post("J6", source, new Leg(Account.REV, doc.net, contractId), new Leg(Account.VAT, doc.tax, null), new Leg(Account.AR, doc.net.plus(doc.tax).negated(), doc.corrects.reference));
    } else {
      var zero = Money.zero(doc.currency);
      var asBilled = doc.contract.asBilled();
      if (asBilled) revenue.asBilled(contractId, doc);
      var liability = ledger.balance(doc.entity, Account.CL, contractId, doc.currency).negated();
      var fromLiability = asBilled ? zero : Money.greater(Money.lesser(doc.net, liability), zero);
      ledger.post(Journals.credited(kind == MoneyFacts.Kind.REVERSAL ? "J7" : "J5", contractId, doc.corrects.reference, doc.net, doc.tax, fromLiability, asBilled ? doc.net : zero), source);
    }
    ledger.post("J21", source, new Leg(Account.RND, doc.rounding, null), new Leg(Account.AR, doc.rounding.negated(), doc.corrects.reference));
  }

  /** What was paid already and is now credited is the client's: unapplied. */
  private void settleOverCredit(Doc doc) {
    var original = doc.corrects;
    original.open = original.open.minus(doc.total());
    if (!original.open.isNegative() || original.contract.asBilled()) return; // as billed: it stays a credit balance of the receivable
    var back = original.open.negated();
    original.open = Money.zero(doc.currency);
    ledger.post("J9", new Ledger.Source(doc.contract.threadId(), doc.reference, doc.entity, doc.on, doc.on), new Leg(Account.AR, back, original.reference), new Leg(Account.UNAP, back.negated(), original.billingAccount));
  }

  /** The least minutes of a person's day: what is missing is billed as an amount, for days wholly known. */
  private List<BillingEvent> minimums(String contractId, Map<String, ContractFact.Line> lines, MoneyFacts.InvoiceRun run) {
    var days = new TreeMap<String, List<TimeBook.Entry>>();
    for (var entry : time.of(contractId)) {
      if (!entry.billable() || entry.overage >= 0 || entry.fact.workDate().isAfter(run.through())) continue;
      var fact = lines.get(entry.price().lineId());
      if (fact != null && fact.minimumMinutesPerDay() != null) days.computeIfAbsent(fact.lineId() + "|" + entry.fact.personId() + "|" + entry.fact.workDate(), key -> new ArrayList<>()).add(entry);
    }
    var due = new ArrayList<BillingEvent>();
    days.forEach((key, entries) -> {
      var first = entries.stream().sorted().toList().get(0);
      var line = lines.get(first.price().lineId());
      long missing = line.minimumMinutesPerDay() - entries.stream().mapToLong(TimeBook.Entry::approved).sum();
      var id = ContentId.of("evt", List.of(contractId, "minimum", key));
      if (missing <= 0 || billedEvents.contains(id)) return;
      due.add(new BillingEvent(id, contractId, line.lineId(), BillingModel.TIME_AND_MATERIALS, first.fact.workDate(), first.price().price().of(missing).rounded(RoundingPolicy.HALF_UP), "minimum-" + key, null, "Minimum of " + first.fact.workDate() + ": " + missing + " min"));
    });
    return due;
  }

  void hold(String kind, String subject, String contractId, String reason, String text) {
    held.put(kind + ":" + subject + ":" + contractId + ":" + reason, new Answer.Held(kind, subject, contractId, null, reason, text, null, null, null));
  }

  void writeOff(MoneyFacts.WriteOff fact) {
    var entry = find(fact.entry());
    if (entry == null || entry.contractId == null) throw facts.refused(fact, "entry", "UNKNOWN_REFERENCE", "no time entry " + fact.entry() + " known on " + fact.on());
    long minutes = fact.minutes() == null ? entry.open() : fact.minutes();
    if (fact.approver() == null) hold("write-off", fact.writeOffId(), entry.contractId, "NO_APPROVER", "a write-off needs an approver");
    else if (minutes <= 0 || minutes > entry.open()) hold("write-off", fact.writeOffId(), entry.contractId, "NOTHING_UNBILLED", minutes + " minutes, " + entry.open() + " unbilled");
    else revenue.writtenOff(entry, minutes, fact);
  }

  TimeBook.Entry find(String key) {
    var exact = time.entries.get(key);
    if (exact != null) return exact;
    var found = time.entries.values().stream().filter(entry -> entry.fact.entryId().equals(key)).toList();
    return found.size() == 1 ? found.get(0) : null;
  }

  private static ContractVersion withLines(ContractVersion contract, Collection<ContractLine> lines) {
    return new ContractVersion(
        contract.contractId(), contract.version(), contract.threadId(), contract.entity(), contract.billingAccount(), contract.currency(), contract.term(), contract.approved(), contract.paymentTermsDays(), contract.rounding(), contract.invoicePer(), List.copyOf(lines));
  }

  static boolean isHeld(TimeBook.Entry entry) {
    return entry.fact.counts() && entry.rated instanceof Rated.Held;
  }
}
