package io.throughline.thread.view;

import io.throughline.store.Row;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The figures that a firm runs by, month by month. Months and days are UTC's. */
@ApplicationScoped
@Transactional
public class MeasuresView {

  @Inject Sql sql;
  @Inject Clock clock;

  /** Both months included; entity and currency may be absent. */
  public record Wanted(YearMonth from, YearMonth to, String entity, String currency) {}

  /** {@code entities} are those that can be asked for. */
  public record Measures(String from, String to, String zone, List<String> entities, List<Series> items) {}

  /** One figure; where it weighs money, in one currency. A month of which there is nothing to say is not there. */
  public record Series(String figure, String unit, String currency, List<Month> months) {}

  /** Durations have {@code p50} and {@code p90}, everything else a {@code value}; {@code count} is of what is behind it, where that are things to count. */
  public record Month(String month, Long count, String value, String p50, String p90) {}

  private record Found(String currency, Month month) {}

  public Measures of(Wanted wanted, Audience audience) {
    var items = Arrays.stream(Measure.values()).filter(measure -> measure.isFor(audience)).flatMap(measure -> series(measure, wanted)).toList();
    var entities = sql.list(row -> row.text("entity"), "select distinct contracting_entity as entity from engagement where contracting_entity is not null order by 1");
    return new Measures(wanted.from().toString(), wanted.to().toString(), "UTC", entities, items);
  }

  /** One without months where there is nothing to say at all. */
  private Stream<Series> series(Measure measure, Wanted wanted) {
    var found =
        sql.list(
            row -> found(row, measure.unit),
            measure.query + " order by 2, 1",
            wanted.from().atDay(1), wanted.to().plusMonths(1).atDay(1), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), wanted.entity());
    var byCurrency =
        found.stream()
            .filter(each -> each.month() != null && (wanted.currency() == null || each.currency() == null || each.currency().equals(wanted.currency())))
            .collect(Collectors.groupingBy(each -> Objects.toString(each.currency(), ""), LinkedHashMap::new, Collectors.mapping(Found::month, Collectors.toList())));
    if (byCurrency.isEmpty()) return Stream.of(new Series(measure.word, measure.unit.word, null, List.of()));
    return byCurrency.entrySet().stream().map(each -> new Series(measure.word, measure.unit.word, each.getKey().isEmpty() ? null : each.getKey(), each.getValue()));
  }

  private static Found found(Row row, Measure.Unit unit) throws SQLException {
    var a = row.decimal("a");
    var b = row.decimal("b");
    var month = row.text("month");
    var count = row.numberOrNull("n");
    if (unit.isSpread()) return new Found(null, new Month(month, count, null, unit.rounded(a), unit.rounded(b)));
    var currency = row.text("currency");
    var value = unit.value(a, b, currency);
    return new Found(currency, value == null ? null : new Month(month, count, value, null, null));
  }
}
