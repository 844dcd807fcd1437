package io.throughline.journey.journalposting;

import io.throughline.journey.JourneyPlan;
import io.throughline.journey.Story;
import io.throughline.system.Command;
import io.throughline.system.Erp;

/** A journal of a closed month is posted in the ERP. */
public final class JournalPosting {

  public static final JourneyPlan<JournalReady> PLAN = JourneyPlan.named("journal-posting", 1, JournalReady.class, "finance").pivot("post-journal", JournalPosting::post).plan();

  private JournalPosting() {}

  private static Command post(Story<JournalReady> story) {
    var journal = story.trigger();
    return new Erp.PostJournal(
        story.threadId(), journal.journalId(), journal.contractingEntity(), journal.currency(), journal.postedOn(), journal.rule() + " " + journal.sourceId(), journal.lines());
  }
}
