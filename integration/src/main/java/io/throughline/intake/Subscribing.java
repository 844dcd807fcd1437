package io.throughline.intake;

import io.throughline.connector.Connectors;
import io.throughline.connector.Connectors.Feed;
import io.throughline.connector.Connectors.Poll;
import io.throughline.connector.Connectors.Subscribed;
import io.throughline.intake.Drift.Mend;
import io.throughline.intake.Drift.Seen;
import io.throughline.intake.Drift.Why;
import io.throughline.journey.Effect;
import io.throughline.journey.Outcome;
import io.throughline.store.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps each system's subscriptions as they should be: what it has is compared at the start and every so often, what lacks is asked for,
 * what ends is renewed, a second registration is taken away. A poller's row says who compares and when; an answer that never came is
 * settled by the next comparison, after the operation's settle time.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class Subscribing {

  static final String FEED = "subscriptions";

  /** Longer than all calls of one comparison take. */
  private static final Duration LEASE = Duration.ofMinutes(5);

  /** Mends of one comparison; what is left over is for the next. */
  private static final int MOST = 10;

  static final Poll.Page NOTHING_READ = new Poll.Page(new byte[0], 0, new Poll.Told(List.of(), true), Map.of(), false);

  @Inject Connectors connectors;
  @Inject Polling.Rows rows;
  @Inject SubscriptionBook book;
  @Inject Clock clock;

  private final Set<String> compared = ConcurrentHashMap.newKeySet();

  /** Systems that have to be compared now. */
  public List<Subscribed> due() {
    var all = connectors.subscriptions().stream().filter(wanted -> connectors.open(wanted.system())).toList();
    if (all.isEmpty()) return all;
    all.stream().filter(wanted -> compared.add(wanted.system()) || book.lacks(wanted)).forEach(wanted -> rows.due(wanted.system(), FEED));
    var resting = rows.resting();
    return all.stream().filter(wanted -> !resting.contains(wanted.system() + " " + FEED)).toList();
  }

  public void compare(Subscribed wanted) {
    var feed = new Feed(wanted.system(), wanted.role(), FEED, "subscription", wanted.every());
    rows.lease(feed, LEASE).ifPresent(lease -> compared(wanted).ifPresentOrElse(later -> rows.later(feed, lease, later), () -> rows.keep(feed, lease, NOTHING_READ, false)));
  }

  /** Why it has to come again; empty when everything is as it should be. */
  private Optional<Poll.Later> compared(Subscribed wanted) {
    var system = wanted.system();
    var scopes = book.scopes(wanted);
    var listed = carryOut(wanted, Subscribed.LIST, "", Map.of("scopes", scopes));
    if (!(listed instanceof Outcome.Done done)) return Optional.of(trouble(system, listed));
    var drift = Drift.between(wanted, scopes, book.of(system), seen(done), clock.instant(), connectors.settle(system, Subscribed.BEGIN));
    book.stand(system, scopes, drift.stands());
    var later = drift.mends().stream().limit(MOST).map(mend -> mended(wanted, mend)).flatMap(Optional::stream).map(outcome -> trouble(system, outcome)).reduce((first, next) -> first);
    if (later.isEmpty()) book.fits(system);
    return later;
  }

  /** What went wrong; empty when it is done. */
  private Optional<Outcome> mended(Subscribed wanted, Mend mend) {
    var endsAt = wanted.lives() == null ? null : clock.instant().plus(wanted.lives());
    return mend.seen() == null ? begun(wanted, mend, endsAt) : mend.why() == Why.ENDING ? renewed(wanted, mend, endsAt) : ended(wanted, mend);
  }

  private Optional<Outcome> begun(Subscribed wanted, Mend mend, Instant endsAt) {
    var system = wanted.system();
    var askedAt = book.asked(system, mend.scope());
    var outcome = carryOut(wanted, Subscribed.BEGIN, Sha256.of("subscription", system, mend.scope(), askedAt.toString()), input(mend, null, endsAt));
    if (outcome instanceof Outcome.Done done) {
      var secret = text(done.answer(), "secret");
      if (wanted.bringsSecret() && secret == null) return Optional.of(new Outcome.Hold("SECRET_NOT_TOLD", "a subscription was made, and the secret of its events was not told", List.of()));
      book.begun(system, mend, done.targetId(), ends(done.answer(), endsAt), wanted.bringsSecret() ? connectors.sealed(system, secret) : null);
      return Optional.empty();
    }
    if (!(outcome instanceof Outcome.Retry retry && retry.effect() == Effect.UNKNOWN)) book.notAsked(system, mend.scope());
    return Optional.of(outcome);
  }

  private Optional<Outcome> renewed(Subscribed wanted, Mend mend, Instant endsAt) {
    var outcome = carryOut(wanted, Subscribed.RENEW, Sha256.of("renewal", wanted.system(), mend.seen().id(), endsAt.toString()), input(mend, mend.seen().id(), endsAt));
    if (!(outcome instanceof Outcome.Done done)) return Optional.of(outcome);
    book.mended(wanted.system(), mend, mend.seen().id(), ends(done.answer(), endsAt));
    return Optional.empty();
  }

  private Optional<Outcome> ended(Subscribed wanted, Mend mend) {
    var outcome = carryOut(wanted, Subscribed.END, Sha256.of("unsubscription", wanted.system(), mend.seen().id()), input(mend, mend.seen().id(), null));
    if (!(outcome instanceof Outcome.Done)) return Optional.of(outcome);
    book.mended(wanted.system(), mend, null, null);
    return Optional.empty();
  }

  private static Map<String, Object> input(Mend mend, String id, Instant endsAt) {
    var input = new LinkedHashMap<String, Object>();
    input.put("scope", mend.scope());
    if (id != null) input.put("subscriptionId", id);
    if (endsAt != null) input.put("endsAt", endsAt.toString());
    return input;
  }

  private Outcome carryOut(Subscribed wanted, String operation, String key, Map<String, Object> about) {
    var input = new LinkedHashMap<>(about);
    input.put("address", wanted.address());
    return connectors.carryOut(new Connectors.Call(wanted.system(), operation, key, input, null, Map.of()));
  }

  private Poll.Later trouble(String system, Outcome outcome) {
    return outcome.fold(
        done -> new Poll.Later(Duration.ZERO, "done", ""),
        retry -> new Poll.Later(retry.after() == null ? Duration.ZERO : retry.after(), retry.code(), retry.reason()),
        hold -> refused(system, hold.code(), hold.reason()),
        refused -> refused(system, refused.code(), refused.reason()));
  }

  private Poll.Later refused(String system, String code, String reason) {
    book.refused(system, code, reason);
    return new Poll.Later(Duration.ZERO, code, reason);
  }

  private static List<Seen> seen(Outcome.Done listed) {
    return listed.answer().get("subscriptions") instanceof List<?> all ? all.stream().map(one -> seen((Map<?, ?>) one)).toList() : List.of();
  }

  private static Seen seen(Map<?, ?> one) {
    return new Seen(text(one, "id"), text(one, "scope"), text(one, "address"), !Boolean.FALSE.equals(one.get("live")), ends(one, null));
  }

  private static Instant ends(Map<?, ?> said, Instant otherwise) {
    return said.get("endsAt") == null ? otherwise : Instant.parse(text(said, "endsAt"));
  }

  private static String text(Map<?, ?> said, String name) {
    return said.get(name) == null ? null : String.valueOf(said.get(name));
  }
}
