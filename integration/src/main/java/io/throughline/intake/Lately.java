package io.throughline.intake;

import io.throughline.connector.Connectors.Poll.Told;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What each feed told lately, so that an overlap is not read twice.
 *
 * <p>What was told in full is known at once. What was only named by its time stamp is known once it was read again when that stamp could no
 * longer hide another change. A node that forgets loses nothing: facts are known by their versions too.
 */
@ApplicationScoped
class Lately {

  /** More than a feed tells within an overlap; about 5 MB. */
  private static final int KEPT = 30_000;

  /** Longer than any system's time stamps are coarse. */
  private static final Duration SETTLES = Duration.ofSeconds(2);

  @Inject Clock clock;

  private final Map<String, Items> feeds = new HashMap<>();

  synchronized boolean knows(String feed, String item) {
    return feeds.containsKey(feed) && Instant.MIN.equals(feeds.get(feed).get(item));
  }

  /** To be called when it is kept for good. {@code asked}: before it was read. */
  synchronized void add(String feed, Told told, Instant asked) {
    var now = clock.instant();
    var items = feeds.computeIfAbsent(feed, name -> new Items());
    for (var item : told.items()) items.merge(item, told.inFull() ? Instant.MIN : now, (first, again) -> first.equals(Instant.MIN) || !asked.isBefore(first.plus(SETTLES)) ? Instant.MIN : first);
  }

  /** By item, when it was first told; {@link Instant#MIN} when it is known. */
  private static final class Items extends LinkedHashMap<String, Instant> {

    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
      return size() > KEPT;
    }
  }
}
