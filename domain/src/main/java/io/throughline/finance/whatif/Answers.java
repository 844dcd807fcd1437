package io.throughline.finance.whatif;

import io.throughline.canonical.Money;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.Account;
import io.throughline.finance.Allotment;
import io.throughline.finance.Journal;
import io.throughline.finance.Journals;
import io.throughline.finance.Rated;
import io.throughline.finance.TaxTreatment;
import io.throughline.finance.whatif.Documents.Doc;
import io.throughline.finance.whatif.Documents.DocLine;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Puts what the engine lived through into the answer. */
final class Answers {

  static final Comparator<Journal> ORDER = Comparator.comparing(Journal::postedOn).thenComparing(Journal::rule).thenComparing(Journal::sourceId).thenComparing(Journal::journalId);

  private final Engine engine;
  private final Facts facts;

  Answers(Engine engine) {
    this.engine = engine;
    facts = engine.facts;
  }

  Answer answer() {
    var documents = engine.documents.all.stream().sorted(Comparator.comparing((Doc doc) -> doc.on).thenComparing(doc -> doc.reference)).toList();
    var journals = engine.ledger.journals().stream().sorted(ORDER).toList();
    var held = held();
    var figures = new Kpis(engine, held);
    var kpis = figures.all();
    var statements = new Statements(engine).all();
    var proof = new Proving(engine).proof(journals, statements);
    var explanations = explanations(documents);
    return new Answer(
        billingEvents(),
        documents.stream().filter(doc -> doc.corrects == null).map(this::view).toList(),
        documents.stream().filter(doc -> doc.corrects != null).map(this::view).toList(),
        corrections(),
        affected(),
        journals.stream().map(each -> Answer.JournalView.of(each, books(each.entity()), engine.ledger.dimensions(each))).toList(),
        engine.revenue.revenueEvents,
        obligations(),
        engine.balances,
        retainers(),
        engine.cash.payments,
        engine.returns.returned,
        receivables(documents),
        statements,
        unapplied(),
        engine.labour.intercompany,
        held,
        purchaseOrders(),
        kpis,
        masterAgreements(kpis),
        figures.forecasts(),
        figures.utilisation(),
        new Outlook(engine).all(figures),
        explanations,
        proof);
  }

  /** How the amounts of documents, of revenue, and of work between entities came about. */
  private List<Answer.Explanation> explanations(List<Doc> documents) {
    var explanations = new Explanations(engine.events);
    var all = new ArrayList<>(explanations.of(documents));
    all.addAll(explanations.ofRevenue(engine.revenue.revenueEvents));
    all.addAll(engine.labour.explanations);
    all.addAll(engine.cash.explanations);
    all.addAll(engine.waiting.explanations);
    all.addAll(engine.advances.explanations);
    return all;
  }

  private String books(String entity) {
    var known = facts.entities.get(entity);
    return known == null || known.books() == null ? "shadow" : Reading.word(known.books());
  }

  private boolean builtByErp(String entity) {
    var known = facts.entities.get(entity);
    return known != null && known.invoices() == Bundle.Decider.ERP;
  }

  /** What the next bill would correct: the preview of a change that came after the bill. */
  private List<Answer.Correction> affected() {
    var all = new ArrayList<Answer.Correction>();
    for (var id : facts.contractIds()) if (!facts.parked.containsKey(id)) all.addAll(engine.corrections.affected(id, facts.asOf));
    all.addAll(engine.ledger.affected(facts.asOf));
    all.sort(Comparator.comparing(Answer.Correction::entry).thenComparing(each -> String.valueOf(each.invoice())));
    return all;
  }

  private List<Answer.PurchaseOrderView> purchaseOrders() {
    var all = new ArrayList<Answer.PurchaseOrderView>();
    for (var id : facts.contractIds()) {
      var contract = facts.latest(id, facts.asOf);
      for (var order : contract.purchaseOrders().stream().sorted(Comparator.comparing(ContractFact.PurchaseOrder::number)).toList()) {
        var consumed = engine.billed.on(id, order.number());
        var limit = order.limit() == null ? null : facts.money(order.limit(), contract.currency(), order, "limit");
        all.add(new Answer.PurchaseOrderView(id, order.number(), contract.currency(), limit, consumed, limit == null ? null : limit.minus(consumed)));
      }
    }
    return all;
  }

  private List<Answer.MasterAgreement> masterAgreements(List<Answer.ContractKpis> kpis) {
    var byAgreement = new TreeMap<String, Answer.MasterAgreement>();
    for (var each : kpis) {
      var master = facts.latest(each.contractId(), facts.asOf).masterAgreement();
      if (master == null) continue;
      var one = new Answer.MasterAgreement(master, each.currency(), List.of(each.contractId()), each.contractValue(), each.recognised(), each.billed(), each.paid(), each.backlog());
      byAgreement.merge(master + "|" + each.currency(), one, Answers::both);
    }
    return List.copyOf(byAgreement.values());
  }

  private static Answer.MasterAgreement both(Answer.MasterAgreement a, Answer.MasterAgreement b) {
    var contracts = new ArrayList<>(a.contracts());
    contracts.addAll(b.contracts());
    return new Answer.MasterAgreement(a.masterAgreement(), a.currency(), contracts, a.contractValue().plus(b.contractValue()), a.recognised().plus(b.recognised()), a.billed().plus(b.billed()), a.paid().plus(b.paid()), a.backlog().plus(b.backlog()));
  }

  private List<Answer.Correction> corrections() {
    var all = new ArrayList<>(engine.corrections.made);
    all.addAll(engine.time.corrections);
    all.addAll(engine.ledger.corrections);
    all.sort(Comparator.comparing(Answer.Correction::on).thenComparing(Answer.Correction::entry).thenComparing(each -> String.valueOf(each.invoice())));
    return all;
  }

  private Answer.Document view(Doc doc) {
    var lines = new ArrayList<Answer.Line>();
    if (doc.corrects == null) doc.lines.forEach(line -> lines.add(view(line, line.draft.amount(), null, null)));
    else doc.taken.forEach(part -> lines.add(view(part.line(), part.amount(), part.minutes(), doc.because(part))));
    var taxes = doc.taxes.entrySet().stream()
        .filter(each -> !each.getKey().equals(TaxTreatment.NONE))
        .map(each -> new Answer.Tax(each.getKey().category(), each.getKey().percent().toPlainString(), doc.bases.get(each.getKey()), each.getValue(), each.getKey().exemptionCode(), each.getKey().text()))
        .toList();
    return new Answer.Document(
        doc.reference, doc.documentId, doc.contract.contractId(), doc.contract.threadId(), doc.entity, builtByErp(doc.entity) ? "erp" : "hub", doc.billingAccount, doc.purchaseOrder, doc.on, doc.dueOn, doc.currency, doc.corrects == null ? null : doc.corrects.reference, doc.reason, lines, taxes, doc.net, doc.tax, doc.rounding, doc.total(), doc.taxInBooks == null ? null : doc.taxInBooks.currency(), doc.taxInBooks, doc.waiting, deducted(doc, Advances.Part::amount), deducted(doc, Advances.Part::tax), doc.open);
  }

  private static Money deducted(Doc doc, Function<Advances.Part, Money> of) {
    return doc.deducted.isEmpty() ? null : Money.sum(doc.deducted.stream().map(of).toList(), doc.currency);
  }

  private Answer.Line view(DocLine line, Money amount, Map<String, Long> minutes, String reason) {
    var draft = line.draft;
    var entries = minutes == null
        ? draft.allocations().stream().map(part -> new Answer.Part(part.entryKey(), part.entryVersion(), part.minutes())).toList()
        : minutes.entrySet().stream().map(part -> new Answer.Part(part.getKey(), null, part.getValue())).toList();
    var terms = engine.terms.having(line.doc.contract.contractId(), draft.contractLineId(), facts.asOf);
    var dimensions = Dimensions.of(line.doc.contract, terms == null ? null : terms.lines().get(draft.contractLineId()));
    Long sum = draft.minutes() == null ? null : (Long) entries.stream().mapToLong(Answer.Part::minutes).sum();
    return new Answer.Line(
        draft.contractLineId(), draft.billing(), draft.description(), draft.workstream(), draft.purchaseOrder(), draft.role(), draft.personId(), draft.rateReference(), sum, draft.price(), draft.price() == null ? null : draft.price().perMinutes(),
        draft.allowance().isZero() ? null : draft.allowance(), amount, line.tax.equals(TaxTreatment.NONE) ? null : line.tax.category(), entries, draft.event() == null ? null : draft.event().eventId(), draft.event() == null ? null : draft.event().evidence(), reason, dimensions.isEmpty() ? null : dimensions);
  }

  private List<Answer.BillingEventView> billingEvents() {
    var views = new ArrayList<Answer.BillingEventView>();
    for (var id : facts.contractIds()) {
      for (var event : engine.events.due(id, facts.asOf, facts.asOf)) {
        views.add(new Answer.BillingEventView(event.eventId(), id, event.lineId(), event.kind(), event.dueOn(), event.amount().currency(), event.amount(), event.source(), event.evidence(), engine.billed.holds(event)));
      }
    }
    for (var doc : engine.documents.all) {
      if (doc.corrects != null || !builtByErp(doc.entity)) continue;
      for (var line : doc.lines) {
        if (line.draft.minutes() != null) views.add(new Answer.BillingEventView(line.draft.lineKey(), doc.contract.contractId(), line.draft.contractLineId(), line.draft.billing(), doc.on, doc.currency, line.draft.amount(), doc.reference, null, true));
      }
    }
    return views;
  }

  private List<Answer.ObligationView> obligations() {
    var views = new ArrayList<Answer.ObligationView>();
    for (var id : facts.contractIds()) {
      for (var promise : engine.obligations.of(id, facts.asOf)) {
        var currency = promise.price().currency();
        var billed = Money.sum(promise.lines().stream().map(line -> share(id, promise, line)).toList(), currency);
        var key = Facts.key(id, promise.id());
        var provision = engine.revenue.provisions.get(key);
        views.add(new Answer.ObligationView(
            id, promise.id(), promise.lines().stream().map(ContractFact.Line::lineId).toList(), Reading.word(promise.measure()), currency, promise.fixed().plus(promise.later()), promise.variable(), promise.whole(), promise.exact().plus(promise.later().exact()), engine.revenue.recognised.getOrDefault(key, Money.zero(currency)), billed, provision, promise.judgements()));
      }
    }
    return views;
  }

  /** What a line billed; where several obligations share it, in the proportion of their prices. */
  private Money share(String id, Obligations.Promised promise, ContractFact.Line line) {
    var billed = engine.billed.of(id, line.lineId());
    var sharing = engine.obligations.of(id, facts.asOf).stream().filter(each -> each.lines().contains(line)).toList();
    var weights = sharing.stream().map(each -> each.price().exact().value()).toList();
    if (sharing.size() < 2 || weights.stream().noneMatch(weight -> weight.signum() > 0)) return billed;
    return Allotment.of(billed, weights).get(sharing.indexOf(promise));
  }

  private List<Answer.RetainerPeriod> retainers() {
    var views = new ArrayList<Answer.RetainerPeriod>();
    for (var id : facts.contractIds()) {
      for (var account : engine.retainers.of(id, facts.asOf)) {
        for (int i = 0; i < account.months().size(); i++) {
          var month = account.months().get(i);
          views.add(new Answer.RetainerPeriod(id, account.line().lineId(), account.spans().get(i).served().toString(), month.own(), month.rolledIn(), month.used(), month.overage(), month.rolledOut(), month.expired()));
        }
      }
    }
    return views;
  }

  private List<Answer.Receivable> receivables(List<Doc> documents) {
    return documents.stream().filter(doc -> doc.corrects == null && !doc.open.isZero()).map(doc -> {
      long overdue = ChronoUnit.DAYS.between(doc.dueOn, facts.asOf);
      var account = facts.accounts.get(doc.billingAccount);
      return new Answer.Receivable(doc.reference, account == null ? null : account.clientId(), doc.entity, doc.billingAccount, facts.payer(doc.billingAccount, doc.on), doc.dueOn, doc.currency, doc.open, Math.max(0, overdue), Statements.age(overdue));
    }).toList();
  }

  private List<Answer.Unapplied> unapplied() {
    var sums = new TreeMap<String, Money>();
    for (var journal : engine.ledger.journals()) {
      for (var line : journal.lines()) {
        if (line.account() == Account.UNAP) sums.merge(line.reference() + "|" + line.document().currency(), line.document().negated(), Money::plus);
      }
    }
    return sums.entrySet().stream().filter(each -> !each.getValue().isZero()).map(each -> unapplied(each.getKey().substring(0, each.getKey().lastIndexOf('|')), each.getValue())).toList();
  }

  private Answer.Unapplied unapplied(String owner, Money amount) {
    boolean payers = owner.startsWith(Journals.PAYER);
    return new Answer.Unapplied(payers ? null : owner, payers ? owner.substring(Journals.PAYER.length()) : null, amount.currency(), amount);
  }

  /** A fixed price that the newest terms leave out, with what its lines billed beyond what they earned: whose money that is, only its last amount can say. */
  private void dropped(String id, Map<String, Answer.Held> all) {
    var contract = engine.terms.milestones.keeping(facts.latest(id, facts.asOf), facts.asOf);
    var now = contract.lines().stream().map(ContractFact.Line::lineId).toList();
    var promised = contract.obligations().stream().map(ContractFact.Obligation::obligationId).toList();
    var of = new TreeMap<String, String>();
    for (var version : facts.contracts.get(id)) {
      version.lines().stream().filter(line -> Obligations.isFixed(line) && !now.contains(line.lineId())).forEach(line -> of.put(line.lineId(), line.lineId()));
      version.obligations().stream().filter(each -> !promised.contains(each.obligationId())).forEach(each -> each.lines().forEach(line -> of.computeIfPresent(line, (key, own) -> each.obligationId())));
    }
    for (var obligation : new TreeSet<>(of.values())) {
      var lines = of.keySet().stream().filter(line -> of.get(line).equals(obligation)).toList();
      var billed = Money.sum(lines.stream().map(line -> engine.billed.of(id, line)).toList(), contract.currency());
      var earned = engine.revenue.recognised(id, obligation);
      if (billed.equals(earned)) continue;
      all.put("dropped:" + id + "/" + obligation, new Answer.Held("line", String.join(", ", lines), id, lines.get(0), "LINE_DROPPED", "billed " + billed + ", earned " + earned + ": give the line its last amount instead of leaving it out", null, billed.currency(), billed.minus(earned)));
    }
  }

  /** What of a fee its instalments leave out would never be billed: somebody has to say when. */
  private void unplanned(String id, Map<String, Answer.Held> all) {
    for (var line : engine.terms.lines(id, facts.asOf)) {
      var rest = engine.events.unplanned(id, line, facts.asOf);
      if (rest != null) all.put("unplanned:" + id + "/" + line.lineId(), new Answer.Held("line", line.lineId(), id, line.lineId(), "NOT_PLANNED", "its instalments leave " + rest + " of the fee due on no day", null, rest.currency(), rest));
    }
  }

  /** A milestone that no line names, or only one that was left out before its completion, bills and earns nothing: the terms and the delivery plan do not match. */
  private void nobodys(Map<String, Answer.Held> all) {
    var named = new HashSet<String>();
    for (var id : facts.contractIds()) {
      engine.terms.today(id, facts.asOf).lines().values().forEach(line -> named.add(line.milestoneId()));
      engine.terms.milestones.keeping(facts.latest(id, facts.asOf), facts.asOf).lines().forEach(line -> named.add(line.milestoneId()));
    }
    for (var each : facts.bundle.milestones()) {
      if (named.contains(each.milestoneId()) || !facts.known(each.knownOn(), facts.asOf)) continue;
      all.put("milestone:" + each.milestoneId(), new Answer.Held("milestone", each.milestoneId(), null, null, "NO_LINE", "no contract line names milestone " + each.milestoneId(), null, null, null));
    }
  }

  private List<Answer.Held> held() {
    var all = new TreeMap<String, Answer.Held>();
    for (var entry : engine.time.entries.values()) {
      if (!entry.held()) continue;
      var why = (Rated.Held) entry.rated;
      var atRisk = why.atRisk() == null ? null : why.atRisk().rounded(RoundingPolicy.HALF_UP);
      long minutes = entry.approved() - entry.allocated - entry.writtenOff;
      all.put("time:" + entry.key, new Answer.Held("time-entry", entry.key, entry.contractId, why.lineId(), why.reason().name(), why.text(), minutes, atRisk == null ? null : atRisk.currency(), atRisk));
    }
    for (var entry : engine.time.entries.values()) {
      if (entry.overage > 0 && entry.rated instanceof Rated.Covered covered) all.put("time:" + entry.key, new Answer.Held("time-entry", entry.key, entry.contractId, covered.lineId(), "NO_RATE", "overage of a retainer without a rate", entry.overage, null, null));
    }
    all.putAll(engine.events.held);
    all.putAll(engine.events.expenses.held());
    all.putAll(engine.events.units.held());
    all.putAll(engine.billing.held);
    engine.credits.held.forEach((id, each) -> all.put("credit:" + id, each));
    engine.writeOffs.held.forEach((id, each) -> all.put("write-off:" + id, each));
    facts.parked.forEach((id, why) -> all.put("engagement:" + id, new Answer.Held("engagement", id, id, null, "PARKED", why, null, null, null)));
    all.putAll(engine.cash.held());
    all.putAll(engine.returns.held);
    engine.issuing.decisions.unasked().forEach(each -> all.put("tax-decision:" + each.subject(), each));
    nobodys(all);
    for (var id : facts.contractIds()) {
      dropped(id, all);
      if (!facts.parked.containsKey(id)) unplanned(id, all);
    }
    return List.copyOf(all.values());
  }
}
