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
import io.throughline.store.Sql.Taker;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

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

  /** One proof. {@code residual} is the sum of the absolute residuals, in minutes, money or counts as the proof says; of the residuals the first are told. */
  public record Proof(String name, boolean holds, int checked, BigDecimal residual, List<Residual> residuals) {}

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

  /** What a proof has found so far. */
  private static final class Found {

    private final List<Residual> told = new ArrayList<>();
    private BigDecimal residual = BigDecimal.ZERO;
    private boolean holds = true;
    private int checked;

    void off(Residual one) {
      holds = false;
      residual = residual.add(one.residual().abs());
      if (told.size() < SHOWN) told.add(one);
    }

    Proof proof(String name) {
      return new Proof(name, holds, checked, residual, List.copyOf(told));
    }
  }

  /** What was approved is in a place, and the kept sums say the same. */
  private Proof placed(String name, String tallies, int decimals) {
    var found = new Found();
    var approved = new ArrayList<Approved>();
    var placed = new ArrayList<Placed>();
    bySubject(name, row -> {
      for (var place : Place.values()) placed.add(new Placed(row.text("subject"), row.text("entry"), place, row.number(place.name().toLowerCase(Locale.ROOT))));
      approved.add(new Approved(row.text("subject"), row.text("entry"), row.number("approved")));
    }, () -> {
      for (var answer : PlacesProof.of(approved, placed)) {
        for (var entry : answer.off()) {
          found.off(new Residual(answer.contractId(), BigDecimal.valueOf(off(entry), decimals), entry.entryKey() + ": approved " + number(entry.approved(), decimals) + ", " + words(entry, decimals)));
        }
      }
      found.checked++;
      approved.clear();
      placed.clear();
    });
    tallies(tallies, found);
    return found.proof(name);
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
    var found = new Found();
    var figures = rows("figures", row -> new MoneyProof.Figures(
        row.text("subject"), money(row, "sold"), Money.zero(money(row, "sold").currency()), money(row, "recognised"), money(row, "backlog"), money(row, "billed"),
        money(row, "contract_balance"), money(row, "open"), money(row, "receivable")));
    for (var each : MoneyProof.of(figures)) {
      if (!each.holds()) found.off(new Residual(each.contractId(), each.residual().amount(), "sold value off by " + each.soldResidual() + ", contract balance by " + each.balanceResidual() + ", receivable by " + each.receivableResidual()));
    }
    found.checked = figures.size();
    documents(found);
    tallies("money-tallies", found);
    tallies("totals", found);
    return found.proof("money");
  }

  private void documents(Found found) {
    var documents = new ArrayList<DocumentsProof.Document>();
    var lines = new ArrayList<DocumentsProof.Line>();
    var events = new ArrayList<DocumentsProof.Event>();
    bySubject("documents", row -> {
      switch (row.text("kind")) {
        case "document" -> documents.add(new DocumentsProof.Document(row.text("subject"), row.text("id"), money(row, "amount"), money(row, "paid"), money(row, "applied"), money(row, "credited"), money(row, "set_off")));
        case "line" -> lines.add(line(row));
        default -> events.add(new DocumentsProof.Event(row.text("subject"), row.text("id"), money(row, "amount")));
      }
    }, () -> {
      for (var each : DocumentsProof.off(documents, lines, events)) found.off(new Residual(each.contractId(), each.residual().amount(), each.subject() + " " + each.rule()));
      documents.clear();
      lines.clear();
      events.clear();
    });
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
    var found = new Found();
    sql.each(row -> {
      var payment = new CashProof.Payment(row.text("id"), money(row, "told"), money(row, "cash"), money(row, "applied"), money(row, "unapplied"));
      for (var each : CashProof.off(List.of(payment))) found.off(new Residual(each.paymentId(), each.residual().amount(), each.residual() + " " + each.rule()));
      found.checked++;
    }, query("cash"));
    return found.proof("cash");
  }

  private Proof journals() {
    var found = new Found();
    sql.each(row -> {
      var posting = new BalancedJournals.Posting(row.text("journal_id"), "document", money(row, "residual"));
      for (var each : BalancedJournals.off(List.of(posting))) found.off(new Residual(each.journalId(), each.residual().amount(), "debits less credits in " + each.residual().currency()));
      found.checked++;
    }, query("journals"));
    return found.proof("journals");
  }

  private Proof receipts() {
    var found = new Found();
    var effects = new ArrayList<Effect>();
    var answers = new ArrayList<Receipt>();
    bySubject("receipts", row -> {
      if (row.is("applied")) effects.add(new Effect(row.text("subject"), row.text("system")));
      if (row.is("answered")) answers.add(new Receipt(row.text("subject"), row.text("system"), row.text("target")));
    }, () -> {
      for (var each : OneReceiptPerEffect.off(effects, answers)) {
        found.off(new Residual(each.effectKey(), BigDecimal.valueOf(Math.max(1, each.targetIds().size() - 1)), each.system() + (each.intended() ? " answered with " : ", never applied, answered with ") + each.targetIds()));
      }
      if (!effects.isEmpty()) found.checked++;
      effects.clear();
      answers.clear();
    });
    return found.proof("receipts");
  }

  private Proof threads() {
    var found = new Found();
    var nodes = new LinkedHashSet<Node>();
    var hops = new ArrayList<Hop>();
    bySubject("threads", row -> {
      var kind = Kind.valueOf(row.text("kind"));
      if (row.text("from_id") != null) hops.add(new Hop(Kind.valueOf(row.text("from_kind")), row.text("from_id"), kind, row.text("id")));
      nodes.add(new Node(row.text("subject"), kind, row.text("id")));
    }, () -> {
      var missing = CompleteThreads.missing(nodes, hops);
      if (!missing.isEmpty()) {
        found.off(new Residual(missing.get(0).node().threadId(), BigDecimal.valueOf(missing.size()), String.join("; ", missing.stream().map(Proofs::words).toList())));
      }
      found.checked++;
      nodes.clear();
      hops.clear();
    });
    return found.proof("threads");
  }

  private static String words(CompleteThreads.Missing missing) {
    var oneOf = String.join(" or ", missing.oneOf().stream().sorted().map(Proofs::word).toList());
    return word(missing.node().kind()) + " " + missing.node().id() + " without " + oneOf;
  }

  private static String word(Enum<?> place) {
    return place.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static Money money(Row row, String column) throws SQLException {
    return Amounts.money(row.decimal(column), row.text("currency"));
  }

  /** Where a sum that is kept is not the sum of its rows. */
  private void tallies(String name, Found found) {
    sql.each(row -> found.off(new Residual(row.text("subject"), row.decimal("residual"), row.text("detail"))), query(name));
  }

  /** Rows in the order of their subject, judged subject by subject: those of all would not fit in memory. */
  private void bySubject(String name, Taker taker, Runnable judge) {
    var subject = new AtomicReference<String>();
    sql.each(row -> {
      var next = row.text("subject");
      if (subject.get() != null && !subject.get().equals(next)) judge.run();
      subject.set(next);
      taker.take(row);
    }, query(name));
    if (subject.get() != null) judge.run();
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
