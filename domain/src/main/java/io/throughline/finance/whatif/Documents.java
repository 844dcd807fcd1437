package io.throughline.finance.whatif;

import io.throughline.canonical.Invariant;
import io.throughline.canonical.Money;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.InvoiceDraft;
import io.throughline.finance.TaxTreatment;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The documents of a what-if, never edited: a credit note names the lines it takes back, and can never take more than is left. */
final class Documents {

  /** A line and what credits have taken from it so far. */
  static final class DocLine {

    final Doc doc;
    final InvoiceDraft.Line draft;
    final TaxTreatment tax;
    /** Minutes still held, by entry key. */
    final Map<String, Long> holds = new LinkedHashMap<>();
    Money left;
    /** Its posting dimensions. */
    Map<String, String> dimensions = Map.of();
    /** What was conceded of its minutes as an amount: no minute stands for it. */
    Money conceded;

    DocLine(Doc doc, InvoiceDraft.Line draft, TaxTreatment tax) {
      this.doc = doc;
      this.draft = draft;
      this.tax = tax;
      left = draft.amount();
      conceded = Money.zero(doc.currency);
      draft.allocations().forEach(part -> holds.merge(part.entryKey(), part.minutes(), Long::sum));
    }

    long minutesLeft() {
      return holds.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** What a credit takes from a line. {@code event} is the billing event that takes it: the line's own unless another one prices it anew. */
  record Taken(DocLine line, Money amount, Map<String, Long> minutes, String event) {

    Taken(DocLine line, Money amount, Map<String, Long> minutes) {
      this(line, amount, minutes, line.draft.event() == null ? null : line.draft.event().eventId());
    }

    static Taken all(DocLine line) {
      return new Taken(line, line.left, new TreeMap<>(line.holds));
    }
  }

  /** An invoice, or a credit note when it corrects one. */
  static final class Doc {

    String reference;
    String documentId;
    ContractFact contract;
    /** Among whom the bill it belongs to was shared. */
    Payers payers;
    String entity;
    String billingAccount;
    String purchaseOrder;
    LocalDate on;
    /** The day a credit note was made: its own, unless it is dated back. */
    LocalDate madeOn;
    LocalDate dueOn;
    Currency currency;
    Doc corrects;
    String reason;
    /** Why what it takes back was superseded, by entry or event, where that is told. */
    Map<String, String> because = Map.of();
    final List<DocLine> lines = new ArrayList<>();
    final List<Taken> taken = new ArrayList<>();
    Map<TaxTreatment, Money> bases = new TreeMap<>();
    Map<TaxTreatment, Money> taxes = new TreeMap<>();
    Money net;
    Money tax;
    Money rounding;
    Money open;
    /** What credit notes that were made later than they are dated take off it, until then. */
    Money unmade;
    /** What credit notes set free of the money that paid it, and no return of that money took since. */
    Money freed;
    /** What of it is settled by money, tax that was withheld and charges, without what credit notes set free. */
    Money settled;
    /** What payments settled of it, and what was withheld with them. */
    Money paid;
    /** What was given up of it as lost, and the tax in that. */
    Money lost;
    Money lostTax;
    /** What of its tax waits for payments to become due; null where tax is due with the invoice. */
    Money waiting;
    /** Advances it deducted. */
    final List<Advances.Part> deducted = new ArrayList<>();
    /** The tax in the currency of the books: the document's, converted once; null where they are the same. */
    Money taxInBooks;
    /** What of it credit notes took back; null while none did. */
    Money taxInBooksTaken;
    /** Posting dimensions that all its lines have. */
    Map<String, String> dimensions = Map.of();
    /** Whether the ERP decided the tax. */
    boolean decided;
    /** Tax and rounding that credits have taken so far. */
    final Map<TaxTreatment, Money> taxTaken = new TreeMap<>();
    final Map<TaxTreatment, Money> baseTaken = new TreeMap<>();

    /** What settles a part of it; of what goes back or is set free, less than nothing. */
    void settles(Money part) {
      settled = settled.plus(part);
      open = open.minus(part);
    }

    /** Under which what is withheld from it is kept. */
    String certificate(String told) {
      return told == null ? reference : told;
    }

    /** What money that comes now may pay of it. */
    Money owed() {
      return open.plus(unmade);
    }

    /** Why a part was taken back; null when nobody says. */
    String because(Taken part) {
      if (because.isEmpty()) return null;
      var subjects = part.line().draft.event() == null ? part.minutes().keySet() : Set.of(part.line().draft.event().source());
      var told = subjects.stream().filter(because::containsKey).sorted().map(each -> each + ": " + because.get(each)).toList();
      return told.isEmpty() ? null : String.join(", ", told);
    }

    /** What is posted of it on a day. */
    Ledger.Source posted(String sourceId, LocalDate day) {
      return new Ledger.Source(contract.threadId(), sourceId, entity, day, day, dimensions);
    }

    /** What is posted of its lines with some posting dimensions. */
    Ledger.Source posted(Map<String, String> dimensions) {
      return new Ledger.Source(contract.threadId(), reference + "#" + dimensions, entity, on, on, dimensions);
    }

    /** Its net amount by the dimensions of its lines, where those differ; else empty. */
    Map<Map<String, String>, Money> apart() {
      var apart = new LinkedHashMap<Map<String, String>, Money>();
      if (corrects == null) lines.forEach(line -> apart.merge(line.dimensions, line.draft.amount(), Money::plus));
      else taken.forEach(part -> apart.merge(part.line().dimensions, part.amount(), Money::plus));
      return apart.size() < 2 ? Map.of() : apart;
    }

    Money total() {
      return net.plus(tax).plus(rounding);
    }

    boolean nothingLeft() {
      return lines.stream().allMatch(line -> line.left.isZero() && line.minutesLeft() == 0);
    }
  }

  final Map<String, Doc> byReference = new LinkedHashMap<>();
  final List<Doc> all = new ArrayList<>();
  private final Map<String, List<Doc>> byContract = new HashMap<>();
  private final Map<String, Integer> numbers = new TreeMap<>();

  /** Takes the document's own name, or the next number of a contract's day. */
  void name(Doc doc, String series, String own) {
    if (own != null) {
      doc.reference = own;
      return;
    }
    var place = doc.contract.contractId() + "/" + doc.on + "/" + series;
    doc.reference = place + numbers.merge(place, 1, Integer::sum);
  }

  Doc issue(Doc doc) {
    Invariant.holds(byReference.put(doc.reference, doc) == null, "two documents are named %s", doc.reference);
    all.add(doc);
    byContract.computeIfAbsent(doc.contract.contractId(), id -> new ArrayList<>()).add(doc);
    return doc;
  }

  /** All documents of a contract. */
  List<Doc> of(String contractId) {
    return byContract.getOrDefault(contractId, List.of());
  }

  /** Its invoices. */
  List<Doc> invoices(String contractId) {
    return of(contractId).stream().filter(doc -> doc.corrects == null).toList();
  }

  /** Tax per category on the sum of lines. */
  static void tax(Doc doc) {
    for (var line : doc.lines) doc.bases.merge(line.tax, line.draft.amount(), Money::plus);
    doc.bases.forEach((treatment, base) -> doc.taxes.put(treatment, treatment.of(base)));
    doc.net = Money.sum(doc.bases.values(), doc.currency);
    doc.tax = Money.sum(doc.taxes.values(), doc.currency);
    doc.rounding = Money.zero(doc.currency);
    doc.open = doc.total();
    doc.unmade = Money.zero(doc.currency);
    doc.freed = doc.unmade;
    doc.lost = doc.unmade;
    doc.lostTax = doc.lost;
    doc.paid = doc.lost;
    doc.settled = doc.lost;
  }

  /** The tax of the whole document, as told. */
  static void told(Doc doc, Money tax) {
    doc.taxes.put(TaxTreatment.TOLD, tax);
    doc.tax = tax;
    doc.open = doc.total();
  }

  /** A credit note's own tax as told, in place of its part of the original's. */
  static void credited(Doc doc, Money tax) {
    var treatment = doc.taxes.keySet().iterator().next();
    doc.corrects.taxTaken.merge(treatment, tax.minus(doc.tax), Money::plus);
    doc.taxes = new TreeMap<>(Map.of(treatment, tax));
    doc.tax = tax;
  }

  /** A credit note of parts of an invoice; the last one of a category takes what tax is left, at the original rate. */
  static Doc credit(Doc original, List<Taken> taken, LocalDate on, String reason) {
    var doc = new Doc();
    doc.contract = original.contract;
    doc.payers = original.payers;
    doc.dimensions = Dimensions.common(taken.stream().map(part -> part.line().dimensions).toList());
    doc.entity = original.entity;
    doc.billingAccount = original.billingAccount;
    doc.purchaseOrder = original.purchaseOrder;
    doc.on = on;
    doc.madeOn = on;
    doc.dueOn = on;
    doc.currency = original.currency;
    doc.corrects = original;
    doc.reason = reason;
    for (var part : taken) {
      Invariant.holds(part.amount().compareTo(part.line().left) <= 0, "credit of %s, %s is left", part.amount(), part.line().left);
      part.line().left = part.line().left.minus(part.amount());
      part.minutes().forEach((entry, minutes) -> release(part.line(), entry, minutes));
      doc.bases.merge(part.line().tax, part.amount(), Money::plus);
      doc.taken.add(part);
    }
    for (var base : doc.bases.entrySet()) doc.taxes.put(base.getKey(), taxTaken(original, base.getKey(), base.getValue()));
    doc.net = Money.sum(doc.bases.values(), doc.currency);
    doc.tax = Money.sum(doc.taxes.values(), doc.currency);
    doc.rounding = original.nothingLeft() ? original.rounding : Money.zero(doc.currency);
    doc.open = Money.zero(doc.currency);
    return doc;
  }

  private static void release(DocLine line, String entry, long minutes) {
    long held = line.holds.getOrDefault(entry, 0L);
    Invariant.holds(minutes <= held, "releases %d of %d minutes of %s", minutes, held, entry);
    if (held == minutes) line.holds.remove(entry);
    else line.holds.put(entry, held - minutes);
  }

  /** At the original's rate; in proportion where only its sum was told. */
  private static Money share(Doc original, TaxTreatment treatment, Money base) {
    if (!treatment.equals(TaxTreatment.TOLD)) return treatment.of(base);
    var share = original.taxes.get(treatment).exact().value().times(base.exact().value()).dividedBy(original.bases.get(treatment).exact().value());
    return Money.of(share.rounded(base.currency().getDefaultFractionDigits(), RoundingPolicy.HALF_UP), base.currency());
  }

  private static Money taxTaken(Doc original, TaxTreatment treatment, Money base) {
    var zero = Money.zero(original.currency);
    var baseAfter = original.baseTaken.getOrDefault(treatment, zero).plus(base);
    var before = original.taxTaken.getOrDefault(treatment, zero);
    var whole = original.taxes.get(treatment);
    var tax = baseAfter.equals(original.bases.get(treatment)) ? whole.minus(before) : Money.lesser(share(original, treatment, base), whole.minus(before));
    original.baseTaken.put(treatment, baseAfter);
    original.taxTaken.put(treatment, before.plus(tax));
    return tax;
  }
}
