package io.throughline.journey.signedcontract;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.journey.Rehearsal;
import io.throughline.system.Filing;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignedContractTest {

  @Test
  void keepsAndFilesWhatWasSigned() {
    var filing = rehearsed(true, Map.of("state", "completed", "dealId", "D-1"));

    assertThat(filing.play()).isNull();

    filing.asked("readSignature", "readSignedDocument", "fileDocument");
    assertThat(filing.command(Filing.FileDocument.class)).isEqualTo(new Filing.FileDocument("T-1", "T-1:contract:S-1", "T-1", "S-1.pdf", "application/pdf", "JVBERg==", "ab12"));
  }

  @Test
  void keepsItWithoutAFilingSystem() {
    var filing = rehearsed(false, Map.of("state", "completed", "dealId", "D-1"));

    assertThat(filing.play()).isNull();

    filing.asked("readSignature", "readSignedDocument");
    assertThat(filing.answers("keep-signed-document")).hasSize(1);
  }

  @Test
  void doesNotBelieveAnEventThatTheSystemDoesNotConfirm() {
    var filing = rehearsed(true, Map.of("state", "voided", "dealId", "D-2"));

    var held = filing.play();

    assertThat(held.code()).isEqualTo("SIGNATURE_NOT_CONFIRMED");
    assertThat(held.fields()).extracting(field -> field.code()).containsExactly("NOT_COMPLETED", "DEAL_DIFFERS");
    filing.asked("readSignature");
  }

  private static Rehearsal<ContractSigned> rehearsed(boolean filed, Map<String, Object> signature) {
    return Rehearsal.of(SignedContract.PLAN, new ContractSigned("signer", "S-1", "D-1", "Agreement", Instant.EPOCH, filed))
        .answering("read-signature", signature)
        .answering("read-signed-document", Map.of("content", "JVBERg==", "sha256", "ab12", "mediaType", "application/pdf"));
  }
}
