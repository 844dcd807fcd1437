package io.throughline.process;

import io.throughline.canonical.WonDeal;
import io.throughline.connector.Connectors;
import io.throughline.facts.Facts;
import io.throughline.journey.Outcome.Field;
import io.throughline.journey.takeover.EngagementTakeOver;
import io.throughline.journey.takeover.TakeOver;
import io.throughline.journey.takeover.Takeable;
import io.throughline.process.Journeys.Refusal;
import io.throughline.store.Json;
import io.throughline.system.Role;
import io.throughline.thread.Audit;
import io.throughline.thread.Engagements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Engagements that run already and are carried on here from a day on: proposed by one person, approved by another.
 *
 * <p>Idempotency key: the deal. What is proposed again takes the place of a proposal that was withdrawn or is held.
 */
@ApplicationScoped
@Transactional
public class TakeOvers {

  private static final String KIND = "won-deal";

  @Inject Facts facts;
  @Inject Engagements engagements;
  @Inject Countries countries;
  @Inject Connectors connectors;
  @Inject Journeys journeys;
  @Inject Audit audit;

  /** @param customerId the client's customer in the ERP; absent: found as an opening finds it */
  public record Wish(LocalDate from, String projectId, String customerId, List<TakeOver.Line> lines) {}

  /** What became of a proposal; {@code refusal} is absent when it waits for approval. */
  public record Proposed(String threadId, Refused refusal, List<Field> fields) {}

  /** Why nothing can be proposed. */
  public enum Refused {
    UNKNOWN,
    NOT_WON,
    /** A change order is no engagement. */
    AMENDS,
    SEVERAL_ENTITIES,
    CARRIED_ALREADY,
    UNDER_WAY,
    INCOMPLETE
  }

  static String key(String system, String dealId) {
    return "engagement-takeover:" + system + ":" + dealId;
  }

  /** The journey that carries a proposal out. */
  public static String journey(String system, String dealId) {
    return Journeys.id(key(system, dealId));
  }

  public Proposed propose(String system, String dealId, Wish wish, String actor) {
    facts.alone(KIND, system, dealId);
    var thread = Engagements.threadOf(system, dealId);
    var told = facts.newest(KIND, system, dealId).map(each -> Json.read(each.body(), WonDeal.class));
    var refusal = told.map(deal -> refusal(system, deal, thread)).orElse(Optional.of(Refused.UNKNOWN));
    if (refusal.isPresent()) return new Proposed(thread, refusal.get(), List.of());
    var deal = wish.customerId() == null || told.get().client() == null ? told.get() : told.get().billedAs(wish.customerId());
    var takeOver = new TakeOver(deal, wish.from(), wish.projectId(), wish.lines(), actor);
    var wrong = wrong(takeOver);
    return wrong.isEmpty() ? begin(system, thread, takeOver) : new Proposed(thread, Refused.INCOMPLETE, wrong);
  }

  private Optional<Refused> refusal(String system, WonDeal deal, String thread) {
    if (!deal.won()) return Optional.of(Refused.NOT_WON);
    if (deal.amendsDealId() != null) return Optional.of(Refused.AMENDS);
    if (!deal.parts().isEmpty() || !countries.of(system, deal.dealId()).isEmpty()) return Optional.of(Refused.SEVERAL_ENTITIES);
    return engagements.sold(thread).filter(sold -> !sold.opening() || !isTakenOver(system, deal.dealId())).map(carried -> Refused.CARRIED_ALREADY);
  }

  private List<Field> wrong(TakeOver takeOver) {
    var wrong = Takeable.wrong(takeOver);
    return wrong.isEmpty() ? ofAnother(takeOver).map(List::of).orElse(wrong) : wrong;
  }

  /** A project is one engagement's. */
  private Optional<Field> ofAnother(TakeOver takeOver) {
    return connectors.systemFor(Role.DELIVERY, takeOver.deal().contractingEntity())
        .flatMap(delivery -> engagements.ofProject(delivery, takeOver.projectId()))
        .map(other -> new Field("/projectId", EngagementTaken.PROJECT_TAKEN, takeOver.projectId() + " is the project of " + other.name()));
  }

  private Proposed begin(String system, String thread, TakeOver takeOver) {
    var key = key(system, takeOver.deal().dealId());
    if (engagements.of(thread).isEmpty()) engagements.begin(thread, system, takeOver.left());
    var begun = journeys.start(EngagementTakeOver.PLAN, key, thread, takeOver) || journeys.again(Journeys.id(key), takeOver);
    if (begun) audit.note(takeOver.by(), "propose-takeover", "engagement:" + thread, Map.of("from", takeOver.from().toString(), "projectId", takeOver.projectId(), "lines", takeOver.lines()));
    return new Proposed(thread, begun ? null : Refused.UNDER_WAY, List.of());
  }

  /** Whether the deal was ever proposed to be taken over: an opening of its own would make a second project. */
  boolean isTakenOver(String system, String dealId) {
    return proposal(Engagements.threadOf(system, dealId), journey(system, dealId)).isPresent();
  }

  private Optional<TakeOver> proposal(String threadId, String journeyId) {
    return engagements.of(threadId).isEmpty() ? Optional.empty() : journeys.trigger(journeyId, TakeOver.class);
  }

  /** By another person than who proposed it. */
  public Optional<Refusal> approve(String system, String dealId, String actor) {
    var id = journey(system, dealId);
    var proposal = journeys.trigger(id, TakeOver.class);
    if (proposal.isEmpty()) return Optional.of(Refusal.UNKNOWN);
    return proposal.get().by().equals(actor) ? Optional.of(Refusal.OWN_PROPOSAL) : journeys.approve(id, actor);
  }

  /** Before the project is the hub's: what was created for it is taken back, and the deal may be proposed again. */
  public Optional<Refusal> withdraw(String system, String dealId, String reason, String actor) {
    return journeys.undo(journey(system, dealId), actor, reason);
  }
}
