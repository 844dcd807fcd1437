package io.throughline.messaging;

import io.throughline.books.Counting;
import io.throughline.books.LedgerPosting;
import io.throughline.books.Tally;
import io.throughline.books.ToldReceivables;
import io.throughline.connector.Connectors;
import io.throughline.connector.Connectors.Feed;
import io.throughline.connector.Connectors.Subscribed;
import io.throughline.intake.EvidenceStore;
import io.throughline.intake.Polling;
import io.throughline.intake.References;
import io.throughline.intake.Subscribing;
import io.throughline.people.Understaffed;
import io.throughline.process.ItemNotices;
import io.throughline.process.Late;
import io.throughline.process.Pauses;
import io.throughline.process.Waiting;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What has to be looked at again and again: what waits and is due, evidence nobody read yet, feeds to poll, subscriptions to compare, systems that were paused on another node, journeys that are late or wait for people, people who are to be told, sums to fold, proofs to count, journals of closed months, what the ERP says is open, folders of the firm's. */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class Rounds {

  private static final Logger LOG = System.getLogger(Rounds.class.getName());

  /** Short enough that nobody notices the wait, long enough that an idle hub costs nothing. */
  private static final long PAUSE_MILLIS = 200;

  private static final long PAUSES_PAUSE_MILLIS = 1_000;

  private static final long LATE_PAUSE_MILLIS = 10_000;

  private static final long FOLDERS_PAUSE_MILLIS = 5_000;

  private static final long SUBSCRIPTIONS_PAUSE_MILLIS = 2_000;

  private static final long NOTICES_PAUSE_MILLIS = 5_000;

  private static final long LEDGER_PAUSE_MILLIS = 2_000;

  private static final long RECEIVABLES_PAUSE_MILLIS = 5_000;

  @Resource ManagedScheduledExecutorService executor;
  @Inject Waiting waiting;
  @Inject Late late;
  @Inject Pauses pauses;
  @Inject ItemNotices notices;
  @Inject EvidenceStore evidence;
  @Inject Polling polling;
  @Inject Subscribing subscribing;
  @Inject References references;
  @Inject Understaffed understaffed;
  @Inject LedgerPosting ledgerPosting;
  @Inject ToldReceivables receivables;
  @Inject Tally tally;
  @Inject Counting counting;
  @Inject Connectors connectors;

  private final List<Future<?>> rounds = new ArrayList<>();

  @PostConstruct
  void begin() {
    once("paused systems", pauses::take); // before anything is sent to them
    go("paused systems", pauses::take, PAUSES_PAUSE_MILLIS);
    go("waiting commands", () -> waiting.due().forEach(waiting::release));
    go("unread evidence", evidence::release);
    go("polls", () -> polling.due().forEach(this::poll));
    go("subscriptions", () -> subscribing.due().forEach(this::compare), SUBSCRIPTIONS_PAUSE_MILLIS);
    go("references", references::ask, LATE_PAUSE_MILLIS);
    go("staffings that wait", () -> understaffed.held().forEach(understaffed::goOn), LATE_PAUSE_MILLIS);
    go("late journeys", late::tell, LATE_PAUSE_MILLIS);
    go("what the ERP says is open", receivables::compare, RECEIVABLES_PAUSE_MILLIS);
    go("notices", notices::tell, NOTICES_PAUSE_MILLIS);
    go("closed months", () -> ledgerPosting.due().forEach(ledgerPosting::handOver), LEDGER_PAUSE_MILLIS);
    go("tally", tally::fold);
    go("proofs", counting::daily, LATE_PAUSE_MILLIS);
    go("folders", connectors::refresh, FOLDERS_PAUSE_MILLIS);
  }

  @PreDestroy
  void end() {
    rounds.forEach(round -> round.cancel(false));
  }

  private void go(String what, Runnable round) {
    go(what, round, PAUSE_MILLIS);
  }

  private void go(String what, Runnable round, long pauseMillis) {
    rounds.add(executor.scheduleWithFixedDelay(() -> once(what, round), pauseMillis, pauseMillis, TimeUnit.MILLISECONDS));
  }

  /** Each feed by itself, so that a slow system holds up no other. */
  private void poll(Feed feed) {
    executor.execute(() -> once("the poll of " + feed.system() + " " + feed.name(), () -> polling.poll(feed)));
  }

  private void compare(Subscribed wanted) {
    executor.execute(() -> once("the subscriptions of " + wanted.system(), () -> subscribing.compare(wanted)));
  }

  /** A round that fails (database or broker away) is told and tried again; the next one finds the same rows. */
  private static void once(String what, Runnable round) {
    try {
      round.run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "round of {0} did not finish and comes again: {1}", what, e.toString());
    }
  }
}
