package io.throughline.intake;

import io.throughline.connector.Connectors;
import io.throughline.connector.Connectors.Feed;
import io.throughline.connector.Connectors.Poll;
import io.throughline.journey.Outcome;
import io.throughline.journey.Outcome.Field;
import io.throughline.store.Json;
import io.throughline.store.Sha256;
import io.throughline.store.Sql;
import io.throughline.system.Erp;
import io.throughline.system.Role;
import io.throughline.thread.ExceptionItems;
import io.throughline.thread.ExceptionItems.Trouble;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks each ERP whether it knows what the hub will name to it: the entities and currencies of its engagements, and the accounts, items, tax
 * codes and dimensions of the folder's settings. What it does not know is an operator's exception before the first posting fails; it ends
 * by itself. Asked when another entity or currency is used, and every so often.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class References {

  private static final String FEED = "references";

  private static final Duration EVERY = Duration.ofMinutes(15);

  /** Longer than the reads of one question take. */
  private static final Duration LEASE = Duration.ofMinutes(2);

  @Inject Connectors connectors;
  @Inject Polling.Rows rows;
  @Inject Book book;
  @Inject Clock clock;

  private final Map<String, Used> asked = new ConcurrentHashMap<>();

  /** What the engagements in an ERP use. */
  record Used(List<String> entities, List<String> currencies) {}

  /** What an engagement names; {@code erp} is absent until its customer was looked for. */
  record Named(String erp, String entity, String currency) {}

  public void ask() {
    connectors.systemsFor(Role.ERP).stream().filter(connectors::open).forEach(this::ask);
  }

  private void ask(String erp) {
    var used = used(erp);
    if (!used.equals(asked.get(erp))) rows.due(erp, FEED);
    var feed = new Feed(erp, Role.ERP, FEED, "reference", EVERY);
    rows.lease(feed, LEASE).ifPresent(lease -> {
      asked.put(erp, used);
      compared(erp, used).ifPresentOrElse(later -> rows.later(feed, lease, later), () -> rows.keep(feed, lease, Subscribing.NOTHING_READ, false));
    });
  }

  private Used used(String erp) {
    var here = book.named().stream().filter(named -> erp.equals(named.erp() == null ? connectors.systemFor(Role.ERP, named.entity()).orElse(null) : named.erp())).toList();
    return new Used(here.stream().map(Named::entity).distinct().toList(), here.stream().map(Named::currency).filter(Objects::nonNull).distinct().sorted().toList());
  }

  /** Why it has to be asked again; empty when it answered. */
  private Optional<Poll.Later> compared(String erp, Used used) {
    var question = new Erp.FindReferences(used.entities(), used.currencies());
    var outcome = connectors.carryOut(new Connectors.Call(erp, question.operation(), Sha256.of(FEED, erp, clock.instant().toString()), Json.map(question), null, Map.of()));
    return outcome.fold(
        done -> {
          if (Boolean.TRUE.equals(done.answer().get("looked"))) book.told(erp, fields(done));
          return Optional.<Poll.Later>empty();
        },
        retry -> Optional.of(new Poll.Later(retry.after() == null ? Duration.ZERO : retry.after(), retry.code(), retry.reason())),
        hold -> Optional.of(new Poll.Later(Duration.ZERO, hold.code(), hold.reason())),
        refused -> Optional.of(new Poll.Later(Duration.ZERO, refused.code(), refused.reason())));
  }

  private static List<Field> fields(Outcome.Done done) {
    return done.answer().get("unknown") instanceof List<?> unknown ? unknown.stream().map(one -> field((Map<?, ?>) one)).toList() : List.of();
  }

  private static Field field(Map<?, ?> one) {
    var theirs = one.get("theirs");
    return new Field("/" + one.get("ours"), "UNKNOWN_REFERENCE", one.get("kind") + " " + one.get("ours") + (theirs == null ? " has no setting" : " is " + theirs + " in the settings, which is not there"));
  }

  /** What is used, and what was told of it; each a short transaction, so that none is open while the system is asked. */
  @ApplicationScoped
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public static class Book {

    private static final String SYSTEM = "system";

    @Inject Sql sql;
    @Inject ExceptionItems exceptions;

    List<Named> named() {
      return sql.list(
          row -> new Named(row.text("erp_system"), row.text("contracting_entity"), row.text("currency")),
          "select distinct erp_system, contracting_entity, currency from engagement where state <> 'undone' and contracting_entity is not null order by contracting_entity");
    }

    void told(String system, List<Field> unknown) {
      var subject = FEED + ":" + system;
      if (unknown.isEmpty()) {
        exceptions.resolve(SYSTEM, subject, "hub", "the system knows everything that is named to it");
        return;
      }
      var reason = system + " does not know " + String.join("; ", unknown.stream().map(Field::message).toList());
      exceptions.raise(new Trouble(SYSTEM, subject, null, null, null, "REFERENCE_UNKNOWN", reason, "operator", unknown));
    }
  }
}
