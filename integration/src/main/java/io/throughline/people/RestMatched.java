package io.throughline.people;

import io.throughline.journey.Story;
import io.throughline.journey.Verdict;
import io.throughline.journey.staffing.StaffingNeeded;
import io.throughline.process.HubRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;

/** What lacked is given once somebody is free for all of it. */
@ApplicationScoped
class RestMatched implements HubRecord<StaffingNeeded> {

  @Inject Assignments assignments;

  @Override
  public String name() {
    return "rest-matched";
  }

  @Override
  public Verdict fit(Story<StaffingNeeded> story) {
    return assignments.staffed(story.threadId(), story.trigger());
  }

  @Override
  public Map<String, Object> write(Story<StaffingNeeded> story, String journeyId) {
    return assignments.give(story, journeyId, "match-rest");
  }
}
