package io.throughline.people;

import io.throughline.journey.Story;
import io.throughline.journey.staffing.StaffingNeeded;
import io.throughline.process.HubRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;

/** Who is free is taken; what lacks is for later. */
@ApplicationScoped
class PeopleMatched implements HubRecord<StaffingNeeded> {

  @Inject Assignments assignments;

  @Override
  public String name() {
    return "people-matched";
  }

  @Override
  public Map<String, Object> write(Story<StaffingNeeded> story, String journeyId) {
    return assignments.give(story, journeyId, "match-people");
  }
}
