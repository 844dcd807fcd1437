package io.throughline.einvoice;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Compiles the official rules beside everything else, once the server starts; never where nobody sends e-invoices. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class WarmRules {

  private static final Logger LOG = System.getLogger(WarmRules.class.getName());

  @Resource ManagedExecutorService executor;
  @Inject Sellers sellers;
  @Inject Clock clock;
  @Inject Event<RulesReady> ready;

  private final CompletableFuture<OfficialRules> rules = new CompletableFuture<>();
  private final AtomicBoolean begun = new AtomicBoolean();

  @PostConstruct
  void begin() {
    if (!sellers.none()) warm();
  }

  /** The compiled rules; empty while they are not. Never waits. */
  public Optional<OfficialRules> rules() {
    warm();
    try {
      return Optional.ofNullable(rules.getNow(null));
    } catch (CompletionException failed) {
      throw new IllegalStateException("the rules for e-invoices cannot be compiled", failed.getCause());
    }
  }

  private void warm() {
    if (begun.compareAndSet(false, true)) executor.execute(this::compile);
  }

  private void compile() {
    var from = clock.instant();
    try {
      var compiled = new OfficialRules();
      compiled.compile();
      rules.complete(compiled);
      LOG.log(Level.INFO, "{0}: rules for e-invoices are ready after {1}", OfficialRules.RELEASE, Duration.between(from, clock.instant()));
    } catch (RuntimeException | LinkageError broken) {
      rules.completeExceptionally(broken);
      LOG.log(Level.ERROR, "the rules for e-invoices cannot be compiled", broken);
      return;
    }
    ready.fire(new RulesReady());
  }
}
