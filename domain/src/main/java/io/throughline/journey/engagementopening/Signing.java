package io.throughline.journey.engagementopening;

import io.throughline.canonical.WonDeal;
import io.throughline.journey.Outcome.Field;
import io.throughline.journey.Story;
import io.throughline.journey.Verdict;
import io.throughline.system.Command;
import io.throughline.system.Documents;
import java.util.List;

/** The gate in front of everything that creates: a contract that has to be signed is signed by everybody. */
final class Signing {

  private Signing() {}

  static List<Command> find(Story<WonDeal> story) {
    return required(story) ? List.of(new Documents.FindSignature(story.trigger().crmDealId())) : List.of();
  }

  static Verdict signed(Story<WonDeal> story) {
    if (!required(story) || story.said("find-signature", "found").filter("true"::equals).isPresent()) return Verdict.FIT;
    return new Verdict.Held(
        EngagementOpening.SIGNATURE_MISSING, "The contract is not signed by everybody yet", "sales-ops", List.of(new Field("/signatureRequired", "NOT_SIGNED", "goes on by itself once the document system reports the signature")));
  }

  private static boolean required(Story<WonDeal> story) {
    return Boolean.TRUE.equals(story.trigger().signatureRequired());
  }
}
