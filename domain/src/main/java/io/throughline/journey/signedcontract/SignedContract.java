package io.throughline.journey.signedcontract;

import io.throughline.journey.JourneyPlan;
import io.throughline.journey.Outcome.Field;
import io.throughline.journey.Story;
import io.throughline.journey.Verdict;
import io.throughline.system.Command;
import io.throughline.system.Documents;
import io.throughline.system.Filing;
import java.util.ArrayList;
import java.util.List;

/** A signed contract is read where it was signed, kept by its hash, and filed. */
public final class SignedContract {

  public static final JourneyPlan<ContractSigned> PLAN =
      JourneyPlan.named("signed-contract", 1, ContractSigned.class, "sales-ops")
          .read("read-signature", story -> new Documents.ReadSignature(story.trigger().signatureId()))
          .check("check-signature", SignedContract::genuine)
          .read("read-signed-document", story -> new Documents.ReadSignedDocument(story.trigger().signatureId()))
          .pivotRecord("keep-signed-document", "signed-document-kept") // what was signed does not change any more
          .then("file-document", SignedContract::file)
          .record("note-filing", "signed-document-filed")
          .plan();

  private SignedContract() {}

  /** What an event says is a claim: the system itself has to say that it is completed, and for this deal. */
  private static Verdict genuine(Story<ContractSigned> story) {
    var wrong = new ArrayList<Field>();
    var state = story.said("read-signature", "state").orElse("unknown");
    if (!state.equals("completed")) wrong.add(new Field("/signatureId", "NOT_COMPLETED", "the document system says " + state));
    var deal = story.said("read-signature", "dealId").orElse("none");
    if (!deal.equals(story.trigger().dealId())) wrong.add(new Field("/dealId", "DEAL_DIFFERS", "the document system says it is for " + deal));
    return Verdict.of("SIGNATURE_NOT_CONFIRMED", "The document system does not confirm the signature", "sales-ops", wrong);
  }

  private static List<Command> file(Story<ContractSigned> story) {
    if (!story.trigger().filed()) return List.of();
    return List.of(
        new Filing.FileDocument(
            story.threadId(),
            story.threadId() + ":contract:" + story.trigger().signatureId(),
            story.threadId(),
            story.trigger().signatureId() + ".pdf",
            said(story, "mediaType"),
            said(story, "content"),
            said(story, "sha256")));
  }

  private static String said(Story<ContractSigned> story, String word) {
    return story.said("read-signed-document", word).orElseThrow();
  }
}
