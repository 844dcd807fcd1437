package io.throughline.books;

import io.throughline.canonical.FxRate;
import io.throughline.facts.FactByFact;
import io.throughline.finance.ExchangeRates;
import io.throughline.finance.ExchangeRates.Rate;
import io.throughline.store.Row;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Exchange rates as the ERP keeps them, each with its day. They are facts; nothing that was booked changes with them. Whoever waits for one is told. */
@ApplicationScoped
public class FxRates extends FactByFact<FxRate> {

  private static final String KIND = "fx-rate";

  /** Each as it was told last: of one rate by its version, of one day by when it came. */
  private static final String LATEST =
      "select distinct on (from_currency, to_currency, on_day) * from (select distinct on (source, fact_key) source, body ->> 'from' as from_currency, body ->> 'to' as to_currency, body ->> 'on' as on_day, body ->> 'rate' as rate, id"
          + " from fact where kind = '" + KIND + "'%s order by source, fact_key, version desc) latest order by from_currency, to_currency, on_day, id desc";

  @Inject Sql sql;
  @Inject Event<FxRate> kept;

  @Inject
  @ConfigProperty(name = "throughline.exchange.source")
  Optional<String> source;

  @Inject
  @ConfigProperty(name = "throughline.exchange.max-age-days", defaultValue = "7")
  int maxAgeDays;

  public FxRates() {
    super(KIND, FxRate.class, "finance");
  }

  @Override
  protected void taken(Arrival arrival, FxRate rate, boolean newer) {
    sql.alone(KIND);
    kept.fire(rate);
  }

  /** As a what-if has them. */
  List<Map<String, Object>> all() {
    return sql.list(
        row -> Map.<String, Object>of("from", row.text("from_currency"), "to", row.text("to_currency"), "on", row.text("on_day"), "rate", row.text("rate"), "source", row.text("source")), LATEST.formatted(""));
  }

  /** What a page of money is exchanged by. Asked for before any row is locked: a rate that comes meanwhile waits, and then sees what was held for want of it. */
  Book book() {
    sql.together(KIND);
    return new Book();
  }

  /** Each pair is read once. */
  final class Book {

    private final Map<String, ExchangeRates> pairs = new HashMap<>();

    private Book() {}

    /** The rate of the day, or the last before it that is not too old, of the source whose rates count; or null. */
    Rate rate(String from, String to, LocalDate on) {
      if (from.equals(to)) return null;
      var oldest = on.minusDays(maxAgeDays);
      return pairs.computeIfAbsent(from + to, pair -> told(from, to)).at(Currency.getInstance(from), Currency.getInstance(to), on, rate -> !rate.on().isBefore(oldest)).orElse(null);
    }
  }

  private ExchangeRates told(String from, String to) {
    return new ExchangeRates(
        sql.list(
            FxRates::rate,
            LATEST.formatted(" and body ->> 'from' in (?, ?) and body ->> 'to' in (?, ?) and source = coalesce(cast(? as text), source)"),
            from, to, from, to, source.orElse(null)));
  }

  private static Rate rate(Row row) throws SQLException {
    return new Rate(Currency.getInstance(row.text("from_currency")), Currency.getInstance(row.text("to_currency")), LocalDate.parse(row.text("on_day")), new BigDecimal(row.text("rate")), row.text("source"), null);
  }
}
