package io.throughline.process;

import com.fasterxml.jackson.core.type.TypeReference;
import io.throughline.connector.Connectors;
import io.throughline.journey.notice.Notice;
import io.throughline.journey.notice.NoticeReady;
import io.throughline.process.NoticeText.Digest;
import io.throughline.process.NoticeText.Item;
import io.throughline.process.NoticeText.Sum;
import io.throughline.store.JsonSetting;
import io.throughline.store.Sql;
import io.throughline.system.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Tells owners, and those to whom they are assigned, of the exception items that wait for them: one message for all that have been open for a while and were not told yet, and not sooner than some time after the last one. Each working day
 * they are reminded of all that is still open, what is new included. An item that is raised again later is another. {@code throughline.notices.to} says who is told, a JSON object of addresses by owner or user, read each time; without it, or a system
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
  private static final String OPEN =
      " from exception_item i left join engagement e using (thread_id) where i.state = 'open' and i.raised_at <= ? and ? in (i.owner, i.assigned_to)"
          + " and not exists (select 1 from journey j where j.id = i.journey_id and j.plan = 'notice')";

  private static final String UNTOLD = "not exists (select 1 from notice_item n where n.item_id = i.id and n.told_to = ?)";

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
  @ConfigProperty(name = "throughline.notices.remind")
  Optional<LocalTime> remind;

  @Inject
  @ConfigProperty(name = "throughline.notices.remind.zone")
  ZoneId zone;

  @Inject
  @ConfigProperty(name = "throughline.notices.remind.days")
  Set<DayOfWeek> days;

  @Inject
  @ConfigProperty(name = "throughline.public.url")
  Optional<String> hub;

  private record Address(String system, String to) {}

  @Transactional
  public void tell() {
    if (connectors.systemFor(Role.NOTICES).isEmpty()) return;
    JsonSetting.read("throughline.notices.to", ADDRESSES).forEach((who, to) -> tell(who, to.stream().map(this::address).toList()));
  }

  private void tell(String who, List<Address> to) {
    var now = clock.instant();
    if (to.isEmpty() || nothing(who, now)) return;
    sql.alone("notices:" + who);
    if (nothing(who, now)) return; // another node has told it
    var reminds = reminds(who, now);
    var which = OPEN + (reminds ? "" : " and " + UNTOLD);
    var asked = reminds ? new Object[] {now.minus(after), who} : untold(who, now);
    var sums = sql.list(row -> new Sum(row.number("items"), row.decimal("amount"), row.text("currency")), "select count(*) as items, sum(i.amount) as amount, i.currency" + which + " group by i.currency order by 2 desc nulls last", asked);
    var items = described(who, which, asked);
    var words = new NoticeText(SEE_MONEY.contains(who), hub);
    var title = words.title(who, sums, reminds);
    var text = words.text(reminds ? digest(who, now) : null, NoticeText.count(sums), items);
    var id = kept(who, to, sums, reminds, title, text, now);
    sql.run("insert into notice_item (item_id, told_to, notice_id) select i.id, ?, ?" + OPEN + " and " + UNTOLD, who, id, now.minus(after), who, who);
    items.forEach(item -> sql.run("insert into notice_item (item_id, told_to, notice_id) values (?, ?, ?) on conflict do nothing", item.id(), who, id));
    for (var i = 0; i < to.size(); i++) send("notice:" + id + "." + (i + 1), to.get(i), title, text);
  }

  private long kept(String who, List<Address> to, List<Sum> sums, boolean reminds, String title, String text, Instant now) {
    var systems = to.stream().map(Address::system).distinct().collect(Collectors.joining(", "));
    return sql.one(row -> row.number("id"), "insert into notice (told_to, told_by, items, reminder, title, text, made_at) values (?, ?, ?, ?, ?, ?, ?) returning id", who, systems, NoticeText.count(sums), reminds, title, text, now).orElseThrow();
  }

  /** What one address refuses is nothing to the others. */
  private void send(String key, Address address, String title, String text) {
    journeys.start(Notice.PLAN, key, NO_THREAD, new NoticeReady(key, address.system(), List.of(address.to()), title, text));
  }

  /** {@code slack:C0123} goes by that system, where it plays the role; any other address by the first that does. */
  private Address address(String text) {
    var systems = connectors.systemsFor(Role.NOTICES);
    return systems.stream().filter(system -> text.startsWith(system + ":")).findFirst().map(system -> new Address(system, text.substring(system.length() + 1))).orElseGet(() -> new Address(systems.get(0), text));
  }

  private boolean nothing(String who, Instant now) {
    if (is("select 1 from notice where told_to = ? and made_at > ? limit 1", who, now.minus(every))) return true;
    return !reminds(who, now) && !is("select 1" + OPEN + " and " + UNTOLD + " limit 1", untold(who, now));
  }

  /** Not twice for one morning, however long the hub was away, and of nothing that was told first since. */
  private boolean reminds(String who, Instant now) {
    var due = remind.flatMap(at -> reminding(at).due(now));
    return due.isPresent()
        && !is("select 1 from notice where told_to = ? and reminder and made_at >= ? limit 1", who, due.get())
        && is("select 1" + OPEN + " and exists (select 1 from notice_item n join notice t on t.id = n.notice_id where n.item_id = i.id and n.told_to = ? and t.made_at < ?) limit 1", now.minus(after), who, who, due.get());
  }

  private Reminding reminding(LocalTime at) {
    return new Reminding(at, zone, days);
  }

  private List<Item> described(String who, String which, Object[] asked) {
    var arguments = new Object[asked.length + 1];
    arguments[0] = who;
    System.arraycopy(asked, 0, arguments, 1, asked.length);
    return sql.list(Item::of, "select i.*, e.name, " + UNTOLD + " as fresh" + which + " order by i.at_risk_on nulls last, i.amount desc nulls last, i.id limit " + DESCRIBED, arguments);
  }

  /** What became overdue since the last reminder, or since anything was told at all. */
  private Digest digest(String who, Instant now) {
    var firm = reminding(LocalTime.MIN);
    var since = sql.one(row -> firm.day(row.instant("made_at")), "select coalesce(max(made_at) filter (where reminder), min(made_at)) as made_at from notice where told_to = ?", who).orElseThrow();
    return sql.one(
            row -> new Digest(row.number("fresh"), row.number("id"), firm.day(row.instant("raised_at")), row.number("overdue"), since),
            "select i.id, i.raised_at, count(*) filter (where " + UNTOLD + ") over () as fresh, count(*) filter (where i.at_risk_on >= ? and i.at_risk_on < ?) over () as overdue" + OPEN + " order by i.raised_at, i.id limit 1",
            who, since, firm.day(now), now.minus(after), who)
        .orElseThrow();
  }

  private Object[] untold(String who, Instant now) {
    return new Object[] {now.minus(after), who, who};
  }

  private boolean is(String question, Object... arguments) {
    return sql.one(row -> true, question, arguments).isPresent();
  }
}
