package io.throughline.books;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.conservation.BalancedJournals;
import io.throughline.conservation.CashProof;
import io.throughline.conservation.CompleteThreads;
import io.throughline.conservation.CompleteThreads.Hop;
import io.throughline.conservation.CompleteThreads.Kind;
import io.throughline.conservation.CompleteThreads.Node;
import io.throughline.conservation.DocumentsProof;
import io.throughline.conservation.PlacesProof;
import io.throughline.conservation.PlacesProof.Approved;
import io.throughline.conservation.PlacesProof.Place;
import io.throughline.conservation.PlacesProof.Placed;
import io.throughline.conservation.MoneyProof;
import io.throughline.conservation.OneReceiptPerEffect;
import io.throughline.conservation.OneReceiptPerEffect.Effect;
import io.throughline.conservation.OneReceiptPerEffect.Receipt;
import io.throughline.store.Row;
import io.throughline.store.Sql;
import io.throughline.store.Sql.Reader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * Counts in full that no hour, no expense, no cent, no effect and no hop was lost or counted twice.
 *
 * <p>The rows come from {@code proofs/*.sql}; what must hold of them is in {@code conservation}, which also judges a what-if.
 */
@ApplicationScoped
@Transactional
public class Proofs {

  /** Residuals told one by one; the rest is counted. */
  private static final int SHOWN = 50;

  private static final BigDecimal MINUTES_AN_HOUR = BigDecimal.valueOf(60);

  /** Expenses are counted in millionths of their currency, as they are stored. */
  private static final int DECIMALS = 6;

  /** For each sort and hash of a count: what does not fit is written to disk and read again. */
  private static final String MEMORY = "32MB";

  @Inject Sql sql;

  /** All of them; it holds when every residual is zero. */
  public record Answer(boolean holds, List<Proof> proofs) {}

  /** One proof. {@code residual} is the sum of the absolute residuals, in minutes, money or counts as the proof says. */
  public record Proof(String name, boolean holds, int checked, BigDecimal residual, List<Residual> residuals) {

    static Proof of(String name, int checked, List<Residual> off) {
      var residual = off.stream().map(one -> one.residual().abs()).reduce(BigDecimal.ZERO, BigDecimal::add);
      return new Proof(name, off.isEmpty(), checked, residual, off.stream().limit(SHOWN).toList());
    }
  }

  /** What does not add up, and by how much. */
  public record Residual(String subject, BigDecimal residual, String detail) {}

  /** All proofs, in the order they are shown, of one moment. Nothing else may have been asked in this transaction. */
  @Transactional(TxType.MANDATORY)
  public Answer all() {
    sql.run("set transaction isolation level repeatable read");
    sql.run("set local work_mem = '" + MEMORY + "'");
    var proofs = List.of(placed("minutes", "tallies", 0), placed("expenses", "expense-tallies", DECIMALS), money(), cash(), journals(), receipts(), threads());
    return new Answer(proofs.stream().allMatch(Proof::holds), proofs);
  }

  /** What was approved is in a place, and the kept sums say the same. */
  private Proof placed(String name, String tallies, int decimals) {
    var approved = new ArrayList<Approved>();
    var placed = new ArrayList<Placed>();
    rows(name, row -> {
      for (var place : Place.values()) placed.add(new Placed(row.text("subject"), row.text("entry"), place, row.number(place.name().toLowerCase(Locale.ROOT))));
      return approved.add(new Approved(row.text("subject"), row.text("entry"), row.number("approved")));
    });
    var answers = PlacesProof.of(approved, placed);
    var off = new ArrayList<Residual>();
    for (var answer : answers) for (var entry : answer.off()) off.add(new Residual(answer.contractId(), BigDecimal.valueOf(off(entry), decimals), entry.entryKey() + ": approved " + number(entry.approved(), decimals) + ", " + words(entry, decimals)));
    off.addAll(tallies(tallies));
    return Proof.of(name, answers.size(), off);
  }

  /** An entry whose places cancel out is off all the same: by what the places lack. */
  private static long off(PlacesProof.Off entry) {
    return entry.residual() != 0 ? entry.residual() : entry.places().values().stream().mapToLong(quantity -> Math.min(quantity, 0)).sum();
  }

  private static String words(PlacesProof.Off entry, int decimals) {
    return String.join(", ", entry.places().entrySet().stream().filter(each -> each.getValue() != 0).map(each -> word(each.getKey()) + " " + number(each.getValue(), decimals)).toList());
  }

  private static String number(long quantity, int decimals) {
    return quantity == 0 ? "0" : BigDecimal.valueOf(quantity, decimals).stripTrailingZeros().toPlainString();
  }

  private Proof money() {
    var figures = rows("figures", row -> new MoneyProof.Figures(
        row.text("subject"), money(row, "sold"), Money.zero(money(row, "sold").currency()), money(row, "recognised"), money(row, "sold").minus(money(row, "recognised")), money(row, "billed"),
        money(row, "contract_balance"), money(row, "open"), money(row, "receivable")));
    var answers = MoneyProof.of(figures);
    var off = new ArrayList<Residual>();
    for (var each : answers) {
      if (!each.holds()) off.add(new Residual(each.contractId(), each.residual().amount(), "contract balance off by " + each.balanceResidual() + ", receivable by " + each.receivableResidual()));
    }
    for (var each : documentsOff()) off.add(new Residual(each.contractId(), each.residual().amount(), each.subject() + " " + each.rule()));
    off.addAll(tallies("money-tallies"));
    return Proof.of("money", answers.size(), off);
  }

  private List<DocumentsProof.Off> documentsOff() {
    var documents = rows("documents", row -> new DocumentsProof.Document(row.text("subject"), row.text("id"), money(row, "net"), money(row, "paid"), money(row, "applied")));
    var lines = rows("lines", Proofs::line);
    var events = rows("events", row -> new DocumentsProof.Event(row.text("subject"), row.text("id"), money(row, "amount")));
    return DocumentsProof.off(documents, lines, events);
  }

  private static DocumentsProof.Line line(Row row) throws SQLException {
    var minutes = row.numberOrNull("minutes");
    var credits = row.text("credits_document") == null ? null : row.text("credits_document") + "/" + row.number("credits_line");
    var amount = money(row, "amount");
    var exact = minutes == null || credits != null ? null : new ExactAmount(
        Rational.of(row.decimal("rate").multiply(BigDecimal.valueOf(minutes))).dividedBy(Rational.of(MINUTES_AN_HOUR)).minus(Rational.of(row.decimal("allowance"))), amount.currency());
    return new DocumentsProof.Line(row.text("id"), row.text("id") + "/" + row.number("line_no"), amount, minutes, exact, credits, row.text("billing_event_id"));
  }

  private Proof cash() {
    var payments = rows("cash", row -> new CashProof.Payment(row.text("id"), money(row, "told"), money(row, "cash"), money(row, "applied"), money(row, "unapplied")));
    return Proof.of("cash", payments.size(), CashProof.off(payments).stream().map(each -> new Residual(each.paymentId(), each.residual().amount(), each.residual() + " " + each.rule())).toList());
  }

  private Proof journals() {
    var postings = rows("journals", row -> new BalancedJournals.Posting(row.text("journal_id"), "document", money(row, "residual")));
    return Proof.of("journals", postings.size(), BalancedJournals.off(postings).stream().map(each -> new Residual(each.journalId(), each.residual().amount(), "debits less credits in " + each.residual().currency())).toList());
  }

  private Proof receipts() {
    var effects = new TreeMap<String, Effect>();
    var answers = new ArrayList<Receipt>();
    rows("receipts", row -> {
      if (row.is("applied")) effects.put(row.text("effect"), new Effect(row.text("effect"), row.text("system")));
      if (row.is("answered")) answers.add(new Receipt(row.text("effect"), row.text("system"), row.text("target")));
      return row.text("effect");
    });
    var off = OneReceiptPerEffect.off(effects.values(), answers).stream()
        .map(each -> new Residual(each.effectKey(), BigDecimal.valueOf(Math.max(1, each.targetIds().size() - 1)), each.system() + (each.intended() ? " answered with " : ", never applied, answered with ") + each.targetIds()))
        .toList();
    return Proof.of("receipts", effects.size(), off);
  }

  private Proof threads() {
    var nodes = new LinkedHashSet<Node>();
    var hops = new ArrayList<Hop>();
    rows("threads", row -> {
      var kind = Kind.valueOf(row.text("kind"));
      if (row.text("from_id") != null) hops.add(new Hop(Kind.valueOf(row.text("from_kind")), row.text("from_id"), kind, row.text("id")));
      return nodes.add(new Node(row.text("thread_id"), kind, row.text("id")));
    });
    var byThread = new LinkedHashMap<String, List<String>>();
    for (var each : CompleteThreads.missing(nodes, hops)) {
      var oneOf = String.join(" or ", each.oneOf().stream().sorted().map(Proofs::word).toList());
      byThread.computeIfAbsent(each.node().threadId(), id -> new ArrayList<>()).add(word(each.node().kind()) + " " + each.node().id() + " without " + oneOf);
    }
    int threads = (int) nodes.stream().map(Node::threadId).distinct().count();
    return Proof.of("threads", threads, byThread.entrySet().stream().map(each -> new Residual(each.getKey(), BigDecimal.valueOf(each.getValue().size()), String.join("; ", each.getValue()))).toList());
  }

  private static String word(Enum<?> place) {
    return place.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static Money money(Row row, String column) throws SQLException {
    return Amounts.money(row.decimal(column), row.text("currency"));
  }

  /** Where a sum that is kept is not the sum of its rows. */
  private List<Residual> tallies(String name) {
    return rows(name, row -> new Residual(row.text("subject"), row.decimal("residual"), row.text("detail")));
  }

  private <T> List<T> rows(String name, Reader<T> reader) {
    return sql.list(reader, query(name));
  }

  private static String query(String name) {
    try (var query = Proofs.class.getResourceAsStream("/proofs/" + name + ".sql")) {
      return new String(query.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
