package io.throughline.intake;

import io.throughline.canonical.Invariant;
import io.throughline.connector.Connectors;
import io.throughline.connector.Connectors.Item;
import io.throughline.connector.Connectors.Translation;
import io.throughline.intake.FactTaker.Arrival;
import io.throughline.intake.FactTaker.Outcome;
import io.throughline.intake.FactTaker.Taken;
import io.throughline.journey.Outcome.Field;
import io.throughline.store.Json;
import io.throughline.store.Sql;
import io.throughline.thread.Arrivals;
import io.throughline.thread.ExceptionItems;
import io.throughline.thread.ExceptionItems.Trouble;
import io.throughline.thread.Parking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads stored evidence: translates it, hands each kind to its taker, keeps one outcome a fact. What cannot be read becomes an exception item. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class Reading {

  @Inject EvidenceStore store;
  @Inject Feeds feeds;
  @Inject Connectors connectors;
  @Inject CanonicalFacts canonical;
  @Inject ExceptionItems exceptions;
  @Inject Parking parking;
  @Inject Arrivals arrivals;
  @Inject @Any Instance<FactTaker> takers;

  /** Evidence that was read already is left alone: a repeated message changes nothing. */
  @Transactional(Transactional.TxType.REQUIRED)
  public void read(long evidenceId) {
    store.unread(evidenceId).ifPresent(this::read);
  }

  private void read(EvidenceStore.Evidence evidence) {
    var parked = parking.evidence(evidence.id());
    if (parked.isPresent()) {
      store.read(evidence.id(), Map.of("parked", parked.get()));
      return;
    }
    try {
      take(evidence);
    } catch (RuntimeException trouble) {
      if (trouble instanceof Invariant || Sql.unstorable(trouble)) parking.evidence(evidence.id(), String.valueOf(trouble.getMessage()));
      throw trouble;
    }
  }

  private void take(EvidenceStore.Evidence evidence) {
    var kind = feeds.kind(evidence.source(), evidence.feed());
    Translation translation;
    try {
      translation = translate(evidence, kind);
    } catch (IllegalArgumentException unreadable) {
      raise(evidence, "evidence:" + evidence.id(), "UNREADABLE", unreadable.getMessage(), List.of());
      store.read(evidence.id(), Map.of("unreadable", String.valueOf(unreadable.getMessage())));
      return;
    }
    var readable = translation.items().stream().filter(item -> item.problem() == null).map(FactVersion::sortable).toList();
    arrivals.come();
    var taken = new ArrayList<>(taker(kind).take(new Arrival(evidence.id(), evidence.source(), translation.mappingVersion()), readable));
    translation.items().stream()
        .filter(item -> item.problem() != null)
        .forEach(item -> taken.add(refused(evidence, kind, item)));
    store.read(evidence.id(), outcome(taken, translation.mappingVersion()));
  }

  private Translation translate(EvidenceStore.Evidence evidence, String kind) {
    return evidence.feed().startsWith(EvidenceStore.CANONICAL) ? canonical.translate(kind, evidence.body()) : connectors.translate(evidence.source(), evidence.feed(), evidence.body());
  }

  private Taken refused(EvidenceStore.Evidence evidence, String kind, Item item) {
    var subject = kind + ":" + evidence.source() + ":" + item.key();
    raise(evidence, subject, "FACT_UNREADABLE", item.problem().message(), List.of(item.problem()));
    return new Taken(item.key(), Outcome.REFUSED, item.problem().message());
  }

  private void raise(EvidenceStore.Evidence evidence, String subjectId, String code, String reason, List<Field> fields) {
    exceptions.raise(new Trouble("evidence", subjectId, null, null, evidence.id(), code, String.valueOf(reason), "operator", fields));
  }

  private FactTaker taker(String kind) {
    return takers.stream().filter(taker -> taker.kind().equals(kind)).findFirst().orElseThrow(() -> new IllegalStateException("nobody takes facts of kind " + kind));
  }

  /** Counts by outcome, and every fact that is not simply accepted or known. */
  private static Map<String, Object> outcome(List<Taken> taken, String mappingVersion) {
    var counts = new LinkedHashMap<String, Integer>();
    taken.forEach(one -> counts.merge(one.outcome().name().toLowerCase(java.util.Locale.ROOT), 1, Integer::sum));
    var notable = taken.stream().filter(one -> one.detail() != null).map(Json::map).toList();
    return Map.of("counts", counts, "notable", notable, "mappingVersion", String.valueOf(mappingVersion));
  }
}
