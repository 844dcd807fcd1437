package io.throughline.process;

import io.throughline.connector.Connectors;
import io.throughline.journey.Outcome.Field;
import io.throughline.journey.Story;
import io.throughline.journey.Verdict;
import io.throughline.journey.signedcontract.ContractSigned;
import io.throughline.store.Sql;
import io.throughline.system.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Where the signed document is filed; a file of another size than what was signed is for a person to look at. */
@ApplicationScoped
class SignedDocumentFiled implements HubRecord<ContractSigned> {

  @Inject Sql sql;
  @Inject Clock clock;
  @Inject Connectors connectors;

  @Override
  public String name() {
    return "signed-document-filed";
  }

  @Override
  public Verdict fit(Story<ContractSigned> story) {
    var filed = story.said("file-document", "bytes");
    var kept = story.said("keep-signed-document", "bytes");
    if (filed.isEmpty() || filed.equals(kept)) return Verdict.FIT;
    return new Verdict.Held(
        "FILED_BYTES_DIFFER", "The filed document has " + filed.get() + " bytes, the signed one " + kept.orElse("none"), "sales-ops", List.of(new Field("/signatureId", "FILED_BYTES_DIFFER", "look at the file and file the document again")));
  }

  @Override
  public Map<String, Object> write(Story<ContractSigned> story, String journeyId) {
    story.said("file-document", "fileId").ifPresent(file ->
        sql.run(
            "update signed_document set filed_in = ?, file_id = ?, file_address = ?, filed_at = ? where system = ? and signature_id = ?",
            connectors.systemFor(Role.FILING).orElse(null), file, story.said("file-document", "address").orElse(null), clock.instant(), story.trigger().system(), story.trigger().signatureId()));
    return Map.of();
  }
}
