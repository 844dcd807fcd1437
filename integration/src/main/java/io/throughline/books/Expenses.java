package io.throughline.books;

import io.throughline.books.Binding.Bound;
import io.throughline.books.Versions.Found;
import io.throughline.canonical.Expense;
import io.throughline.canonical.FxRate;
import io.throughline.canonical.Money;
import io.throughline.connector.Connectors.Item;
import io.throughline.finance.ExchangeRates.Rate;
import io.throughline.finance.ExpenseBilling;
import io.throughline.intake.FactTaker;
import io.throughline.journey.Outcome.Field;
import io.throughline.process.ContractChanged;
import io.throughline.process.EngagementIsActive;
import io.throughline.store.Json;
import io.throughline.store.Row;
import io.throughline.store.Sql;
import io.throughline.thread.ExceptionItems;
import io.throughline.thread.ExceptionItems.Trouble;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Approved expenses in micro-batches: one outcome an expense, by its source id, as time is taken ({@link TimeEntries}).
 *
 * <p>A higher version supersedes the lower; what was billed of the lower is settled by the next document. What cannot be bound to a line
 * that bills expenses, or was spent in a currency for which there is no rate, is held, not lost and not guessed. It stays at the rate that was found when it was bound.
 */
@ApplicationScoped
public class Expenses implements FactTaker {

  private static final String KIND = "expense";

  @Inject Sql sql;
  @Inject Clock clock;
  @Inject Binding binding;
  @Inject FxRates rates;
  @Inject SpentCosts costs;
  @Inject ExceptionItems exceptions;

  /** An {@code expense} fact. Money: text in {@code currency}, net. {@code incurredOn} as recorded, never converted. */
  public record Spent(
      String expenseId, String version, String projectId, String taskId, String personId, String category, LocalDate incurredOn, String amount, String currency, Boolean billable, String approval,
      String receiptReference) {

    /** Nonsense cannot be brought to the rules: it is refused with what is wrong. */
    Expense rules(String source) {
      return new Expense(source, expenseId, version, projectId, taskId, personId, category, incurredOn, Money.of(amount, currency), !Boolean.FALSE.equals(billable), receiptReference);
    }

    static Spent of(Row row) throws SQLException {
      return new Spent(
          row.text("expense_id"), row.text("version"), row.text("project_id"), row.text("task_id"), row.text("person_id"), row.text("category"), row.date("incurred_on"),
          Amounts.text(row.decimal("amount"), row.text("currency")), row.text("currency"), row.is("billable"), "approved", row.text("receipt_reference"));
    }
  }

  /** The rate that an expense was exchanged by, or null. */
  static Rate rate(Row row) throws SQLException {
    if (row.text("exchanged_to") == null) return null;
    var from = row.text("rate_from");
    var to = from.equals(row.text("currency")) ? row.text("exchanged_to") : row.text("currency");
    return new Rate(Currency.getInstance(from), Currency.getInstance(to), row.date("rate_on"), row.decimal("rate"), row.text("rate_source"), null);
  }

  private record Kept(Spent spent, Expense expense, String sha256, Bound bound, boolean supersedes) {}

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public List<Taken> take(Arrival arrival, List<Item> items) {
    var book = rates.book();
    var known = Versions.in(sql, "expense", "expense_id", arrival.source(), items.stream().map(Item::key).toList());
    var bind = binding.on(arrival.source(), items.stream().map(item -> String.valueOf(item.fact().get("projectId"))).distinct().toList());
    var taken = new ArrayList<Taken>();
    var keep = new LinkedHashMap<String, Kept>();
    for (var item : items.stream().sorted(Comparator.comparing(Item::key).thenComparing(Item::version)).toList()) taken.add(take(arrival, item, known, spent -> bind.of(spent, book), keep));
    keep(arrival, new ArrayList<>(keep.values()));
    return taken;
  }

  private Taken take(Arrival arrival, Item item, Versions known, Function<Spent, Bound> bind, Map<String, Kept> keep) {
    Spent spent;
    Expense expense;
    try {
      spent = Json.as(item.fact(), Spent.class);
      expense = spent.rules(arrival.source());
    } catch (IllegalArgumentException | NullPointerException unreadable) {
      var reason = unreadable instanceof NullPointerException ? unreadable.getMessage() + " is missing" : unreadable.getMessage();
      raise(arrival, item.key(), "FACT_UNREADABLE", reason);
      return new Taken(item.key(), Outcome.REFUSED, "FACT_UNREADABLE: " + reason);
    }
    var sha256 = Versions.sha256(item.fact());
    var found = known.found(spent.expenseId(), spent.version(), sha256);
    if (found == Found.CONFLICT) {
      raise(arrival, item.key(), "VERSION_CONFLICT", "version " + spent.version() + " came before with other content");
      return new Taken(item.key(), Outcome.HELD, "VERSION_CONFLICT");
    }
    if (found == Found.DUPLICATE || found == Found.UNCHANGED) return new Taken(item.key(), found == Found.DUPLICATE ? Outcome.DUPLICATE : Outcome.UNCHANGED, null);
    var bound = bind.apply(spent);
    known.keep(spent.expenseId(), spent.version(), sha256);
    keep.put(spent.expenseId(), new Kept(spent, expense, sha256, bound, found == Found.NEWER));
    if (bound.holdCode() != null) {
      held(arrival.source(), arrival.evidenceId(), bound, expense);
      return new Taken(item.key(), Outcome.HELD, bound.holdCode() + ": " + bound.holdReason());
    }
    exceptions.resolve(KIND, subject(arrival.source(), item.key()), "source", "a newer version arrived");
    return new Taken(item.key(), found == Found.NEW ? Outcome.ACCEPTED : Outcome.SUPERSEDED, null);
  }

  /** Set-based: the lower versions step back, then the page is inserted in one statement; what was spent is posted, and taken back of what stepped back. As with time, what another page keeps of it meanwhile refuses it. */
  private void keep(Arrival arrival, List<Kept> kept) {
    if (kept.isEmpty()) return;
    var superseded = kept.stream().filter(Kept::supersedes).map(one -> one.spent().expenseId()).toArray(String[]::new);
    if (superseded.length > 0) {
      costs.takeBack(arrival.source(), superseded);
      sql.run("update expense set current = false where source = ? and current and expense_id = any (?)", arrival.source(), superseded);
    }
    sql.run(
        "insert into expense (source, expense_id, version, sha256, current, thread_id, line_id, project_id, task_id, person_id, category, receipt_reference, incurred_on, amount, currency, billable, state, worth, hold_code,"
            + " hold_reason, exchanged, exchanged_to, rate, rate_from, rate_on, rate_source, evidence_id, received_at)"
            + " select ?, expense_id, version, sha256, true, thread_id, line_id, project_id, task_id, person_id, category, receipt_reference, cast(incurred_on as date), amount, currency, cast(billable as boolean), state, worth, hold_code,"
            + " hold_reason, exchanged, exchanged_to, rate, rate_from, cast(rate_on as date), rate_source, ?, ? from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " as page (expense_id, version, sha256, thread_id, line_id, project_id, task_id, person_id, category, receipt_reference, incurred_on, amount, currency, billable, state, worth, hold_code, hold_reason,"
            + " exchanged, exchanged_to, rate, rate_from, rate_on, rate_source)",
        arrival.source(), arrival.evidenceId(), clock.instant(),
        texts(kept, one -> one.spent().expenseId()), texts(kept, one -> one.spent().version()), texts(kept, Kept::sha256), texts(kept, one -> one.bound().threadId()), texts(kept, one -> one.bound().lineId()),
        texts(kept, one -> one.spent().projectId()), texts(kept, one -> one.spent().taskId()), texts(kept, one -> one.spent().personId()), texts(kept, one -> one.spent().category()),
        texts(kept, one -> one.spent().receiptReference()), texts(kept, one -> one.spent().incurredOn().toString()), kept.stream().map(one -> one.expense().amount().amount()).toArray(BigDecimal[]::new),
        texts(kept, one -> one.spent().currency()), texts(kept, one -> String.valueOf(one.expense().billable())), texts(kept, one -> one.bound().state()), decimals(kept, Bound::price),
        texts(kept, one -> one.bound().holdCode()), texts(kept, one -> one.bound().holdReason()), decimals(kept, Expenses::exchanged), texts(kept, one -> exchangedTo(one.bound())),
        decimals(kept, bound -> told(bound, Rate::value)), texts(kept, one -> told(one.bound(), rate -> rate.from().getCurrencyCode())), texts(kept, one -> told(one.bound(), rate -> rate.on().toString())),
        texts(kept, one -> told(one.bound(), Rate::source)));
    for (var one : kept) costs.post(one.bound(), one.expense());
  }

  private static String[] texts(List<Kept> kept, Function<Kept, String> text) {
    return kept.stream().map(text).toArray(String[]::new);
  }

  private static BigDecimal[] decimals(List<Kept> kept, Function<Bound, BigDecimal> decimal) {
    return kept.stream().map(one -> decimal.apply(one.bound())).toArray(BigDecimal[]::new);
  }

  /** What was spent in the contract's currency, where that is another. */
  private static BigDecimal exchanged(Bound bound) {
    return told(bound, rate -> Amounts.decimal(bound.cost()));
  }

  private static String exchangedTo(Bound bound) {
    return told(bound, rate -> bound.cost().currency().getCurrencyCode());
  }

  private static <T> T told(Bound bound, Function<Rate, T> said) {
    return bound.rate() == null ? null : said.apply(bound.rate());
  }

  /** What waited for a rate: it may be this one. */
  void rated(@Observes FxRate rate) {
    record Waits(String source, String projectId) {}
    sql.list(
            row -> new Waits(row.text("source"), row.text("project_id")),
            "select distinct source, project_id from expense where state = 'held' and current and hold_code = ? and currency in (?, ?) order by 1, 2",
            ExpenseBilling.NO_RATE, rate.from(), rate.to())
        .forEach(waits -> rebind(waits.source(), waits.projectId(), "hub"));
  }

  /** Expenses that came before their project was live are bound now. */
  void bindHeld(@Observes EngagementIsActive active) {
    rebind(active.projectSystem(), active.projectId(), "hub");
  }

  /** What was spent for a line that a change order added. */
  void changed(@Observes ContractChanged change) {
    rebind(change.projectSystem(), change.projectId(), "hub");
  }

  /** Binds what is held of a project again; what binds now is no longer held. */
  public int rebind(String source, String projectId, String actor) {
    var bind = binding.on(source, List.of(projectId));
    var book = rates.book();
    record Waits(Spent spent, String code) {}
    int bound = 0;
    for (var waits : sql.list(row -> new Waits(Spent.of(row), row.text("hold_code")), "select * from expense where source = ? and project_id = ? and state = 'held' and current order by expense_id for update", source, projectId)) {
      var now = bind.of(waits.spent(), book);
      if (waits.code().equals(now.holdCode())) continue;
      stand(source, waits.spent(), now);
      var expense = waits.spent().rules(source);
      exceptions.resolve(KIND, expense.key(), actor, now.holdCode() == null ? "it is bound" : "it waits for something else: " + now.holdCode());
      if (now.holdCode() != null) {
        held(source, null, now, expense);
      } else {
        bound++;
        costs.post(now, expense);
      }
    }
    return bound;
  }

  private void stand(String source, Spent spent, Bound now) {
    sql.run(
        "update expense set state = ?, thread_id = ?, line_id = ?, worth = ?, hold_code = ?, hold_reason = ?, exchanged = ?, exchanged_to = ?, rate = ?, rate_from = ?, rate_on = ?, rate_source = ?"
            + " where source = ? and expense_id = ? and version = ?",
        now.state(), now.threadId(), now.lineId(), now.price(), now.holdCode(), now.holdReason(), exchanged(now), exchangedTo(now), told(now, Rate::value), told(now, rate -> rate.from().getCurrencyCode()),
        told(now, Rate::on), told(now, Rate::source), source, spent.expenseId(), spent.version());
  }

  /** The project that a held expense is of. */
  public int rebindOf(String subject, String actor) {
    var at = subject.indexOf(':');
    var source = subject.substring(0, at);
    return sql.one(row -> row.text("project_id"), "select project_id from expense where source = ? and expense_id = ? and current", source, subject.substring(at + 1)).map(project -> rebind(source, project, actor)).orElse(0);
  }

  private static String subject(String source, String key) {
    return source + ":" + key;
  }

  /** A rate is finance's to tell. */
  private void held(String source, Long evidenceId, Bound bound, Expense expense) {
    var owner = ExpenseBilling.NO_RATE.equals(bound.holdCode()) ? "finance" : "delivery";
    exceptions.raise(new Trouble(KIND, expense.key(), bound.threadId(), null, evidenceId, bound.holdCode(), bound.holdReason(), owner, List.of(new Field("", bound.holdCode(), bound.holdReason()))));
    exceptions.amountAtRisk(KIND, expense.key(), expense.amount().amount(), expense.amount().currency().getCurrencyCode(), expense.incurredOn());
  }

  private void raise(Arrival arrival, String key, String code, String reason) {
    exceptions.raise(new Trouble(KIND, subject(arrival.source(), key), null, null, arrival.evidenceId(), code, reason, "delivery", List.of(new Field("", code, reason))));
  }
}
