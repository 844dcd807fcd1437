package io.throughline.process;

import com.fasterxml.jackson.core.type.TypeReference;
import io.throughline.connector.Connectors;
import io.throughline.journey.notice.Notice;
import io.throughline.journey.notice.NoticeReady;
import io.throughline.store.JsonSetting;
import io.throughline.store.Row;
import io.throughline.store.Sql;
import io.throughline.system.Role;
import io.throughline.thread.Remedy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Tells owners, and those to whom they are assigned, of the exception items that wait for them: one message for all that have been open for a while and were not told yet, and not sooner than some time after the last one. An item is told
 * once to each; one that is raised again later is another. {@code throughline.notices.to} says who is told, a JSON object of addresses by owner or user, read each time; without it, or a system
 * that plays the role, nobody is. Amounts are told to owners only who see them on the desk.
 *
 * <p>Idempotency key of a message: {@code notice:}, its number, and that of the address.
 */
@ApplicationScoped
public class ItemNotices {

  private static final TypeReference<Map<String, List<String>>> ADDRESSES = new TypeReference<>() {};

  /** Messages are of no engagement. */
  private static final String NO_THREAD = "notices";

  /** Owners who see money on the desk. Who a user is, the hub does not know. */
  private static final Set<String> SEE_MONEY = Set.of("sales-ops", "finance", "operator");

  /** Items that a message describes; the others it counts. */
  private static final int DESCRIBED = 10;

  /** But of a message that could not be sent. */
  private static final String UNTOLD =
      " from exception_item i left join engagement e using (thread_id) where i.state = 'open' and i.raised_at <= ? and ? in (i.owner, i.assigned_to) and not exists (select 1 from notice_item n where n.item_id = i.id and n.told_to = ?)"
          + " and not exists (select 1 from journey j where j.id = i.journey_id and j.plan = 'notice')";

  @Inject Sql sql;
  @Inject Clock clock;
  @Inject Journeys journeys;
  @Inject Connectors connectors;

  @Inject
  @ConfigProperty(name = "throughline.notices.after")
  Duration after;

  @Inject
  @ConfigProperty(name = "throughline.notices.every")
  Duration every;

  @Inject
  @ConfigProperty(name = "throughline.public.url")
  Optional<String> address;

  private record Item(long id, String code, String reason, String engagement, String customer, BigDecimal amount, String currency, LocalDate atRiskOn) {

    static Item of(Row row) throws SQLException {
      return new Item(row.number("id"), row.text("code"), row.text("reason"), row.text("name"), row.text("customer"), row.decimal("amount"), row.text("currency"), row.date("at_risk_on"));
    }
  }

  @Transactional
  public void tell() {
    if (connectors.systemFor(Role.NOTICES).isEmpty()) return;
    JsonSetting.read("throughline.notices.to", ADDRESSES).forEach(this::tell);
  }

  private void tell(String who, List<String> to) {
    var now = clock.instant();
    if (to.isEmpty() || justTold(who, now)) return;
    var untold = new Object[] {now.minus(after), who, who};
    if (sql.one(row -> true, "select 1" + UNTOLD + " limit 1", untold).isEmpty()) return;
    sql.alone("notices:" + who);
    if (justTold(who, now)) return; // by another node
    var sums = sql.list(row -> new Sum(row.number("items"), row.decimal("amount"), row.text("currency")), "select count(*) as items, sum(i.amount) as amount, i.currency" + UNTOLD + " group by i.currency order by 2 desc nulls last", untold);
    var items = sql.list(Item::of, "select i.*, e.name" + UNTOLD + " order by i.at_risk_on nulls last, i.amount desc nulls last, i.id limit " + DESCRIBED, untold);
    var count = sums.stream().mapToLong(Sum::items).sum();
    var money = SEE_MONEY.contains(who);
    var title = title(who, count, money ? sums : List.of());
    var text = text(count, items, money);
    var id = sql.one(row -> row.number("id"), "insert into notice (told_to, items, title, text, made_at) values (?, ?, ?, ?, ?) returning id", who, count, title, text, now).orElseThrow();
    sql.run("insert into notice_item (item_id, told_to, notice_id) select i.id, ?, ?" + UNTOLD, who, id, now.minus(after), who, who);
    for (var i = 0; i < to.size(); i++) send("notice:" + id + "." + (i + 1), to.get(i), title, text);
  }

  /** {@code slack:C0123} goes by that system, where it plays the role; any other address by the first that does. What one address refuses is nothing to the others. */
  private void send(String key, String address, String title, String text) {
    var named = connectors.systemsFor(Role.NOTICES).stream().filter(system -> address.startsWith(system + ":")).findFirst();
    var to = named.map(system -> address.substring(system.length() + 1)).orElse(address);
    journeys.start(Notice.PLAN, key, NO_THREAD, new NoticeReady(key, named.orElse(null), List.of(to), title, text));
  }

  private boolean justTold(String who, Instant now) {
    return sql.one(row -> true, "select 1 from notice where told_to = ? and made_at > ? limit 1", who, now.minus(every)).isPresent();
  }

  private record Sum(long items, BigDecimal amount, String currency) {}

  /** Two currencies are never added. */
  private static String title(String who, long count, List<Sum> sums) {
    var amounts = sums.stream().filter(sum -> sum.amount() != null && sum.currency() != null).map(sum -> money(sum.amount(), sum.currency())).collect(Collectors.joining(", "));
    return (count == 1 ? "An exception waits for " : count + " exceptions wait for ") + who + (amounts.isEmpty() ? "" : ": " + amounts + " at risk");
  }

  private String text(long count, List<Item> items, boolean money) {
    var described = items.stream().map(item -> described(item, money));
    var more = count > items.size() ? Stream.of("and " + (count - items.size()) + " more" + link("exceptions")) : Stream.<String>of();
    return Stream.concat(described, more).collect(Collectors.joining("\n\n"));
  }

  private String described(Item item, boolean money) {
    var advice = Remedy.of(item.code());
    var what = Stream.of(item.customer(), item.engagement()).filter(each -> each != null).collect(Collectors.joining(", "));
    var risk = Stream.of(!money || item.amount() == null || item.currency() == null ? null : money(item.amount(), item.currency()), item.atRiskOn() == null ? null : "by " + item.atRiskOn()).filter(each -> each != null).collect(Collectors.joining(" "));
    return Stream.of(what.isEmpty() ? null : what, risk.isEmpty() ? null : "At risk: " + risk, item.code() + ": " + advice.means(), item.reason(), advice.remedy(), "exception " + item.id() + link("exceptions/" + item.id()))
        .filter(each -> each != null).collect(Collectors.joining("\n"));
  }

  private String link(String page) {
    return address.map(hub -> ": " + hub.replaceAll("/+$", "") + "/#/" + page).orElse("");
  }

  /** A code that is no currency, which may be what is wrong, is told too. */
  private static String money(BigDecimal amount, String currency) {
    var digits = Currency.getAvailableCurrencies().stream().filter(each -> each.getCurrencyCode().equals(currency)).mapToInt(Currency::getDefaultFractionDigits).findFirst().orElse(2);
    return currency + " " + amount.setScale(Math.max(0, digits), RoundingMode.HALF_EVEN).toPlainString();
  }
}
