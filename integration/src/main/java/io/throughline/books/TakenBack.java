package io.throughline.books;

import io.throughline.process.JourneyUndone;
import io.throughline.thread.Checkpoints;
import io.throughline.thread.Engagements;
import io.throughline.thread.Checkpoints.Hop;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;

/** A draft, or a posted invoice that was not booked yet, whose journey finance took back: the next invoice run bills, or gives back, anew what it held. */
@ApplicationScoped
class TakenBack {

  @Inject Documents documents;
  @Inject Engagements engagements;
  @Inject Contracts contracts;
  @Inject IncludedTime included;
  @Inject Checkpoints checkpoints;

  void takenBack(@Observes JourneyUndone undone) {
    documents.discard(undone.journeyId()).ifPresent(id -> {
      var live = contracts.of(engagements.of(undone.threadId()).orElseThrow());
      included.alone(List.of(live));
      included.settle(live);
      checkpoints.leave(Hop.inside(undone.threadId(), undone.journeyId(), "document", "discarded", id));
    });
  }
}
