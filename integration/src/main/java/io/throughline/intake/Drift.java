package io.throughline.intake;

import io.throughline.connector.Connectors.Subscribed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The difference between the subscriptions that a system has to our address and those that it should have: one for each scope, alive, to the
 * address as it is now. Whoever subscribes to another address is nobody of ours and is left alone.
 */
final class Drift {

  /** What has one where the account has. */
  static final String ACCOUNT = "account";

  /** Why something has to be done about a subscription. The first two are no drift. */
  enum Why {
    NEW,
    ENDING,
    GONE,
    DEAD,
    /** A second registration for the same scope. */
    DOUBLE,
    /** To our address with another token. */
    STALE,
    /** The secret of its events was not told to us: what it says could not be believed. */
    UNTOLD,
    UNWANTED;

    boolean isDrift() {
      return this != NEW && this != ENDING;
    }
  }

  /** What the system says of one. {@code scope} null: the account; {@code address} null: it only tells us of our own. */
  record Seen(String id, String scope, String address, boolean live, Instant endsAt) {
    String of() {
      return scope == null ? ACCOUNT : scope;
    }
  }

  /** What we know of a scope's. {@code askedAt}: when it was asked for, while nobody knows whether it is there. */
  record Known(String scope, String id, Instant askedAt) {}

  /** One thing to be done: {@code seen} is renewed (why ENDING), taken away (any other), or there is none and one is asked for. */
  record Mend(String scope, Seen seen, Why why) {}

  /** @param stands by scope, the one that stays */
  record Found(Map<String, Seen> stands, List<Mend> mends) {}

  private final Subscribed wanted;
  private final Map<String, Known> known;
  private final Instant now;
  private final Duration settle;
  private final Map<String, Seen> stands = new java.util.TreeMap<>();
  private final List<Mend> mends = new ArrayList<>();

  private Drift(Subscribed wanted, Map<String, Known> known, Instant now, Duration settle) {
    this.wanted = wanted;
    this.known = known;
    this.now = now;
    this.settle = settle;
  }

  /** @param settle how long after it was asked for one may still appear */
  static Found between(Subscribed wanted, Collection<String> scopes, Map<String, Known> known, List<Seen> seen, Instant now, Duration settle) {
    var drift = new Drift(wanted, known, now, settle);
    var ours = seen.stream().filter(drift::isOurs).sorted(Comparator.comparing(Seen::id)).toList();
    for (var scope : scopes) drift.of(scope, ours.stream().filter(one -> one.of().equals(scope)).toList());
    ours.stream().filter(one -> !scopes.contains(one.of()) && one.address() != null).forEach(one -> drift.mends.add(new Mend(one.of(), one, Why.UNWANTED)));
    return new Found(drift.stands, drift.mends);
  }

  private void of(String scope, List<Seen> there) {
    var before = known.get(scope);
    var keep = there.stream().filter(this::isRight).filter(one -> isTold(one, before)).min(Comparator.comparing((Seen one) -> before == null || !one.id().equals(before.id()))).orElse(null);
    for (var one : there) if (one != keep) mends.add(new Mend(scope, one, !isToday(one) ? Why.STALE : !isTold(one, before) ? Why.UNTOLD : isRight(one) ? Why.DOUBLE : Why.DEAD));
    if (keep != null) {
      stands.put(scope, keep);
      if (wanted.renew() != null && keep.endsAt() != null && !now.isBefore(keep.endsAt().minus(wanted.renew()))) mends.add(new Mend(scope, keep, Why.ENDING));
    } else if (before == null || before.askedAt() == null || !now.isBefore(before.askedAt().plus(settle))) {
      mends.add(new Mend(scope, null, before == null || before.id() == null || !there.isEmpty() ? Why.NEW : Why.GONE));
    }
  }

  /** One that we made ourselves, and whose making was answered, where its secret is told only then. */
  private boolean isTold(Seen one, Known before) {
    return !wanted.bringsSecret() || before != null && one.id().equals(before.id());
  }

  private boolean isRight(Seen one) {
    return one.live() && isToday(one) && (one.endsAt() == null || now.isBefore(one.endsAt()));
  }

  private boolean isToday(Seen one) {
    return one.address() == null || one.address().equals(wanted.address());
  }

  private boolean isOurs(Seen one) {
    return one.address() == null || bare(one.address()).equals(bare(wanted.address()));
  }

  private static String bare(String address) {
    return address.replaceFirst("\\?.*$", "");
  }
}
