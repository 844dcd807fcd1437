package io.throughline.finance.whatif;

import io.throughline.canonical.Money;
import io.throughline.conservation.BalancedJournals;
import io.throughline.conservation.DocumentsProof;
import io.throughline.conservation.PlacesProof;
import io.throughline.conservation.PlacesProof.Place;
import io.throughline.conservation.MoneyProof;
import io.throughline.finance.Account;
import io.throughline.finance.Journal;
import io.throughline.finance.Rated;
import io.throughline.finance.whatif.Documents.Doc;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/** Hands what the engine lived through to the proofs, which know nothing of it. */
final class Proving {

  private final Engine engine;
  private final Facts facts;

  Proving(Engine engine) {
    this.engine = engine;
    facts = engine.facts;
  }

  Answer.Proof proof(List<Journal> journals, List<Answer.Statement> statements) {
    var minutes = minutes().stream().map(each -> new Answer.MinutesLine(
        each.contractId(), each.approved(), each.places().get(Place.INVOICED), each.places().get(Place.UNBILLED), each.places().get(Place.HELD), each.places().get(Place.WRITTEN_OFF), each.places().get(Place.COVERED), each.places().get(Place.NON_BILLABLE), each.residual(), each.off().stream().map(PlacesProof.Off::entryKey).toList())).toList();
    var money = new ArrayList<Answer.MoneyLine>();
    for (var id : facts.contractIds()) money.add(money(id));
    var unbalanced = journals.stream().filter(Proving::off).map(Journal::journalId).distinct().sorted().toList();
    var broken = new ArrayList<String>();
    minutes.forEach(each -> {
      if (each.residual() != 0 || !each.entriesOff().isEmpty()) broken.add("minutes of " + each.contractId());
    });
    money.forEach(each -> {
      if (!each.soldResidual().isZero() || !each.balanceResidual().isZero() || !each.receivableResidual().isZero()) broken.add("money of " + each.contractId());
    });
    var ids = new HashSet<String>();
    journals.forEach(each -> {
      if (!ids.add(each.journalId())) broken.add("journal " + each.journalId() + " is there twice");
    });
    for (var doc : engine.documents.all) if (!tax(doc)) broken.add("tax that waits of " + doc.reference);
    broken.addAll(engine.advances.off());
    for (var each : statements) if (!Money.sum(each.byAge().values(), each.currency()).equals(each.open())) broken.add("statement of " + each.payerId() + " by " + each.entity());
    documentsOff().forEach(each -> broken.add(each.subject() + " " + each.rule()));
    return new Answer.Proof(broken.isEmpty() && unbalanced.isEmpty(), minutes, money, unbalanced, broken);
  }

  /** What of an invoice's tax is not due is in the books, is no more than its tax, and nothing once the invoice is settled. */
  private boolean tax(Doc doc) {
    if (doc.waiting == null) return true;
    var booked = engine.ledger.balance(doc.entity, Account.VATD, doc.reference, doc.currency).negated();
    return booked.equals(doc.waiting) && !doc.waiting.isNegative() && doc.waiting.compareTo(Money.greater(doc.tax, Money.zero(doc.currency))) <= 0 && (doc.open.isPositive() || doc.waiting.isZero());
  }

  private static boolean off(Journal journal) {
    var postings = new ArrayList<BalancedJournals.Posting>();
    for (var line : journal.lines()) {
      postings.add(new BalancedJournals.Posting(journal.journalId(), "document", line.document()));
      postings.add(new BalancedJournals.Posting(journal.journalId(), "base", line.base()));
    }
    return !BalancedJournals.off(postings).isEmpty();
  }

  /** Minutes by place, invoiced from the documents themselves, not from the engine's running count. */
  private List<PlacesProof.Answer> minutes() {
    var approved = new ArrayList<PlacesProof.Approved>();
    var placed = new ArrayList<PlacesProof.Placed>();
    for (var entry : engine.time.entries.values()) {
      var id = entry.contractId == null ? "(no contract)" : entry.contractId;
      var key = entry.key;
      approved.add(new PlacesProof.Approved(id, key, entry.approved()));
      placed.add(new PlacesProof.Placed(id, key, Place.WRITTEN_OFF, entry.writtenOff));
      placed.add(new PlacesProof.Placed(id, key, Place.COVERED, entry.capped));
      long rest = entry.approved() - entry.writtenOff - entry.capped;
      rest -= entry.allocated;
      if (entry.overage >= 0) {
        long covered = entry.approved() - entry.overage;
        placed.add(new PlacesProof.Placed(id, key, Place.COVERED, covered));
        placed.add(new PlacesProof.Placed(id, key, entry.rated instanceof Rated.Billable ? Place.UNBILLED : Place.HELD, rest - covered));
      } else {
        long left = rest;
        placed.add(entry.rated.fold(
            billable -> new PlacesProof.Placed(id, key, Place.UNBILLED, left),
            non -> new PlacesProof.Placed(id, key, Place.NON_BILLABLE, left),
            covered -> new PlacesProof.Placed(id, key, Place.COVERED, left),
            held -> new PlacesProof.Placed(id, key, Place.HELD, left)));
      }
    }
    for (var doc : engine.documents.all) {
      if (doc.corrects != null) continue;
      for (var line : doc.lines) line.holds.forEach((key, minutes) -> placed.add(new PlacesProof.Placed(Objects.requireNonNullElse(engine.time.entries.get(key).contractId, "(no contract)"), key, Place.INVOICED, minutes)));
    }
    return PlacesProof.of(approved, placed);
  }

  private List<DocumentsProof.Off> documentsOff() {
    var documents = new ArrayList<DocumentsProof.Document>();
    var lines = new ArrayList<DocumentsProof.Line>();
    for (var doc : engine.documents.all) {
      documents.add(new DocumentsProof.Document(doc.contract.contractId(), doc.reference, doc.corrects == null ? doc.net : doc.net.negated(), doc.open, doc.open));
      for (int no = 0; no < doc.lines.size(); no++) lines.add(line(doc, no));
      for (int no = 0; no < doc.taken.size(); no++) lines.add(credit(doc, no));
    }
    return DocumentsProof.off(documents, lines, List.of());
  }

  private static DocumentsProof.Line line(Doc doc, int no) {
    var draft = doc.lines.get(no).draft;
    var exact = draft.minutes() == null || draft.price() == null ? null : draft.gross(doc.contract.rounding()).minus(draft.allowance()).exact();
    return new DocumentsProof.Line(doc.reference, key(doc, no), draft.amount(), draft.minutes(), exact, null, null);
  }

  private static DocumentsProof.Line credit(Doc doc, int no) {
    var part = doc.taken.get(no);
    long minutes = part.minutes().values().stream().mapToLong(Long::longValue).sum();
    return new DocumentsProof.Line(doc.reference, doc.reference + "#" + no, part.amount().negated(), -minutes, null, key(part.line().doc, part.line().doc.lines.indexOf(part.line())), null);
  }

  private static String key(Doc doc, int no) {
    return doc.reference + "#" + no;
  }

  private Answer.MoneyLine money(String id) {
    var currency = facts.first(id).currency();
    var recognised = engine.revenue.recognised(id);
    var sold = engine.values.sold(id);
    var conceded = engine.revenue.conceded(id);
    var changes = engine.values.changes(id).minus(conceded);
    var promised = engine.values.promised(id).minus(conceded);
    var beyond = engine.values.beyond(id);
    var position = Money.zero(currency);
    for (var entity : facts.entityIds()) position = position.plus(engine.ledger.balance(entity, Account.CA, id, currency)).plus(engine.ledger.balance(entity, Account.CL, id, currency));
    var backlog = promised.plus(beyond).minus(recognised);
    var invoices = engine.documents.invoices(id);
    var figures = new MoneyProof.Figures(id, sold.plus(beyond), changes, recognised, backlog, engine.billed.of(id).minus(engine.revenue.refundable(id)), position, Money.sum(invoices.stream().map(doc -> doc.open).toList(), currency), Money.sum(invoices.stream().map(doc -> engine.ledger.balance(doc.entity, Account.AR, doc.reference, currency)).toList(), currency));
    var answer = MoneyProof.of(List.of(figures)).get(0);
    return new Answer.MoneyLine(id, currency, sold.plus(beyond), changes, recognised, backlog, answer.soldResidual(), answer.balanceResidual(), answer.receivableResidual());
  }
}
