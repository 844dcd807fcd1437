package io.throughline.books;

import io.throughline.process.JourneyUndone;
import io.throughline.thread.Checkpoints.Hop;
import io.throughline.thread.Checkpoints;
import io.throughline.thread.Engagements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** A draft, or a posted invoice that was not booked yet, whose journey finance took back: the next invoice run bills, or gives back, anew what it held. */
@ApplicationScoped
class TakenBack {

  @Inject Documents documents;
  @Inject Engagements engagements;
  @Inject Contracts contracts;
  @Inject IncludedTime included;
  @Inject Checkpoints checkpoints;
  @Inject PeriodBills periods;
  @Inject SetBackMilestones milestones;

  void takenBack(@Observes JourneyUndone undone) {
    documents.discard(undone.journeyId()).ifPresent(id -> {
      checkpoints.leave(Hop.inside(undone.threadId(), undone.journeyId(), "document", "discarded", id));
      milestones.discarded(id);
      periods.count(undone.threadId()); // and waits for whoever bills the engagement
      included.settle(contracts.of(engagements.of(undone.threadId()).orElseThrow()));
    });
  }
}
