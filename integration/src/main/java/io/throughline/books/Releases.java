package io.throughline.books;

import io.throughline.process.Journeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** Finance lets a draft go: from here it becomes an invoice in the ERP; or takes it back. */
@ApplicationScoped
@Transactional
public class Releases {

  @Inject Documents documents;
  @Inject LateDrafts late;
  @Inject Journeys journeys;

  /** Empty if it was released; {@link LateDrafts} are not, nor what who asks has proposed, nor a credit note of what the ERP voided. */
  public Optional<Journeys.Refusal> release(String documentId, String actor) {
    var document = documents.locked(documentId);
    if (document.isEmpty()) return Optional.of(Journeys.Refusal.UNKNOWN);
    if ("draft".equals(document.get().state()) && late.behind(document.get()).isPresent()) return Optional.of(Journeys.Refusal.NEWER_TERMS_BOOKED);
    if (documents.isProposedBy(documentId, actor)) return Optional.of(Journeys.Refusal.OWN_PROPOSAL);
    if (documents.correctsVoided(documentId)) return Optional.of(Journeys.Refusal.VOIDED_IN_ERP);
    if (!documents.release(documentId, actor)) return Optional.of(Journeys.Refusal.NOT_WAITING_FOR_APPROVAL);
    return journeys.approve(document.get().journeyId(), actor);
  }

  /** Takes a draft back as if it had never been: what it bills is due again. Empty if it was; not what is released. */
  public Optional<Journeys.Refusal> discard(String documentId, String reason, String actor) {
    var document = documents.locked(documentId);
    if (document.isEmpty()) return Optional.of(Journeys.Refusal.UNKNOWN);
    if (!"draft".equals(document.get().state())) return Optional.of(Journeys.Refusal.NOT_WAITING_FOR_APPROVAL);
    return journeys.undo(document.get().journeyId(), actor, reason);
  }
}
