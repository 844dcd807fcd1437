package io.throughline.journey.engagementopening;

import io.throughline.canonical.WonDeal;
import io.throughline.journey.Story;
import io.throughline.journey.Verdict;
import io.throughline.system.Command;
import io.throughline.system.Documents;
import java.util.List;

/** The gate in front of everything that creates: a contract that has to be signed is signed by everybody. */
public final class Signing {

  private Signing() {}

  static List<Command> find(Story<WonDeal> story) {
    return find(story.trigger());
  }

  static Verdict signed(Story<WonDeal> story) {
    return signed(story.trigger(), story);
  }

  public static List<Command> find(WonDeal deal) {
    return required(deal) ? List.of(new Documents.FindSignature(deal.crmDealId())) : List.of();
  }

  /** By what the step {@code find-signature} was answered. */
  public static Verdict signed(WonDeal deal, Story<?> story) {
    if (!required(deal) || story.said("find-signature", "found").filter("true"::equals).isPresent()) return Verdict.FIT;
    return new Verdict.Held(EngagementOpening.SIGNATURE_MISSING, "The contract is not signed by everybody yet", "sales-ops", List.of());
  }

  private static boolean required(WonDeal deal) {
    return Boolean.TRUE.equals(deal.signatureRequired());
  }
}
