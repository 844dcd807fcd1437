package io.throughline.process;

import io.throughline.journey.Story;
import io.throughline.journey.Verdict;
import io.throughline.journey.changeorder.ContractChange;
import io.throughline.thread.ContractVersions.State;
import io.throughline.thread.ContractVersions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** A change order is let go on to the systems: from here on it is not corrected any more, only taken back. */
@ApplicationScoped
class ChangeBegun implements HubRecord<ContractChange> {

  private static final String NEEDS_APPROVAL = "CHANGE_NEEDS_APPROVAL";

  /** Whether somebody here has to let each change order go on, beside its approval in the CRM. */
  @Inject
  @ConfigProperty(name = "throughline.change-orders.approval", defaultValue = "false")
  boolean approvedHere;

  @Inject ContractVersions versions;
  @Inject Confirmations confirmations;

  @Override
  public String name() {
    return "change-begun";
  }

  @Override
  public Verdict fit(Story<ContractChange> story) {
    var journey = Journeys.id(story.key());
    if (versions.ofJourney(journey).filter(version -> version.state() == State.PENDING).isEmpty()) {
      return new Verdict.Held("CHANGE_WITHDRAWN", "This version was taken back; the change order has to be told anew", "sales-ops", List.of());
    }
    if (!approvedHere || confirmations.by(journey, NEEDS_APPROVAL).isPresent()) return Verdict.FIT;
    return new Verdict.Held(NEEDS_APPROVAL, "Version " + story.trigger().version() + " would be worth " + story.trigger().amended().value() + " instead of " + story.trigger().standing().terms().value() + ": let it go on to approve it", "finance", List.of());
  }

  @Override
  public Map<String, Object> write(Story<ContractChange> story, String journeyId) {
    versions.begun(journeyId, story.trigger().amended().value());
    var answer = new java.util.HashMap<String, Object>(Map.of("version", story.trigger().version()));
    confirmations.by(journeyId, NEEDS_APPROVAL).ifPresent(who -> answer.put("approvedBy", who));
    return answer;
  }
}
