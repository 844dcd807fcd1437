package io.throughline.web.live;

import io.throughline.connector.Connectors;
import io.throughline.thread.view.Changes;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * All open streams of this node. One look a second serves them all, and none is taken while nobody listens. Ended before the server waits
 * for its requests: see ejb-jar.xml.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class Streams {

  private static final Logger LOG = System.getLogger(Streams.class.getName());

  /** Half of what proxies usually bear of silence. */
  private static final int HEARTBEAT_ROUNDS = 15;

  @Resource ManagedScheduledExecutorService executor;
  @Inject Changes changes;
  @Inject Connectors connectors;
  @Inject Clock clock;

  /** Each is a socket and a few hundred bytes; the bound is for who opens them without reading. */
  @Inject
  @ConfigProperty(name = "throughline.live.streams", defaultValue = "200")
  int most;

  private final List<Stream> open = new ArrayList<>();
  private Watch watch = new Watch();
  private Future<?> rounds;
  private int round;

  /** False when there are as many as this node takes. */
  public synchronized boolean open(SseEventSink sink, Sse sse, Instant until) {
    open.removeIf(stream -> stream.ended(clock.instant()));
    if (open.size() >= most) return false;
    var stream = new Stream(sink, sse, until);
    open.add(stream);
    stream.send("open", "");
    if (rounds == null) {
      watch = new Watch();
      rounds = executor.scheduleWithFixedDelay(this::round, 0, 1, TimeUnit.SECONDS);
    }
    return true;
  }

  private void round() {
    try {
      var words = watch.changed(look());
      tell(String.join(" ", words));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the look for changes did not succeed and comes again: {0}", e.toString());
    }
  }

  /** Rows that were added, and how this node finds the systems. */
  private Map<String, Object> look() {
    var look = new HashMap<String, Object>(changes.look());
    look.put("systems", connectors.health().stream().map(one -> one.system() + one.circuit() + one.paused() + one.failures()).toList());
    return look;
  }

  private synchronized void tell(String words) {
    open.removeIf(stream -> stream.ended(clock.instant()));
    if (open.isEmpty()) {
      rounds.cancel(false);
      rounds = null;
      return;
    }
    var beat = ++round % HEARTBEAT_ROUNDS == 0;
    for (var stream : open) {
      if (!words.isEmpty()) stream.send("changed", words);
      else if (beat) stream.beat();
    }
  }

  @PreDestroy
  synchronized void end() {
    if (rounds != null) rounds.cancel(false);
    open.forEach(Stream::close);
    open.clear();
  }
}
