package io.throughline.process;

import io.throughline.canonical.Invariant;
import io.throughline.journey.Story;
import io.throughline.journey.signedcontract.ContractSigned;
import io.throughline.store.Sha256;
import io.throughline.store.Sql;
import io.throughline.thread.Checkpoints;
import io.throughline.thread.Checkpoints.Hop;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;

/** The hash of what was signed becomes evidence of the thread. It is made anew of the bytes; what the step before said has to agree. */
@ApplicationScoped
class SignedDocumentKept implements HubRecord<ContractSigned> {

  @Inject Sql sql;
  @Inject Clock clock;
  @Inject Checkpoints checkpoints;

  @Override
  public String name() {
    return "signed-document-kept";
  }

  @Override
  public Map<String, Object> write(Story<ContractSigned> story, String journeyId) {
    var signed = story.trigger();
    var document = story.answer("read-signed-document").orElseThrow();
    var bytes = Base64.getDecoder().decode(String.valueOf(document.get("content")));
    var sha256 = Sha256.of(bytes);
    Invariant.holds(sha256.equals(document.get("sha256")), "the signed document of %s has the hash %s", signed.signatureId(), sha256);
    sql.run(
        "insert into signed_document (system, signature_id, thread_id, name, sha256, bytes, media_type, completed_at, kept_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
        signed.system(), signed.signatureId(), story.threadId(), signed.name(), sha256, bytes.length, document.get("mediaType"), signed.completedAt(), clock.instant());
    checkpoints.leave(new Hop(story.threadId(), journeyId, "keep-signed-document", signed.system(), "signed-document", signed.signatureId(), null, "kept", "sha256 " + sha256 + ", " + bytes.length + " bytes", null, null, null, null));
    return Map.of("sha256", sha256, "bytes", bytes.length);
  }
}
