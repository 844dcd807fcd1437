package io.throughline.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.canonical.Signature;
import io.throughline.journey.Outcome;
import io.throughline.store.Json;
import io.throughline.store.Sha256;
import io.throughline.system.Documents;
import io.throughline.system.Role;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentsSuiteTest extends RoleSuite {

  static Stream<String> systems() {
    return Played.systems(Role.DOCUMENTS);
  }

  @ParameterizedTest
  @MethodSource("systems")
  void findsNoSignatureBeforeEverybodyHasSigned(String system) {
    var other = sent(system, "D-2");
    sign(system, other);
    var signatureId = sent(system, "D-1");
    assertThat(done(system, new Documents.FindSignature("D-1"))).containsEntry("found", false);

    sign(system, signatureId);

    assertThat(done(system, new Documents.FindSignature("D-1"))).containsEntry("found", true).containsEntry("signatureId", signatureId).containsKey("completedAt");
  }

  @ParameterizedTest
  @MethodSource("systems")
  void tellsACompletedSignatureWithItsDealAndSigners(String system) {
    var signatureId = sent(system, "D-1");
    sign(system, signatureId);

    var signature = Json.as(facts(system, "signatures").get(0), Signature.class);

    assertThat(signature.signatureId()).isEqualTo(signatureId);
    assertThat(signature.dealId()).isEqualTo("D-1");
    assertThat(signature.state()).isEqualTo(Signature.State.COMPLETED);
    assertThat(signature.signers()).singleElement().satisfies(signer -> assertThat(signer.email()).isEqualTo("cfo@client.example"));
    assertThat(Json.as(done(system, new Documents.ReadSignature(signatureId)), Signature.class)).isEqualTo(signature);
  }

  @ParameterizedTest
  @MethodSource("systems")
  void tellsWhatWasDeclined(String system) {
    var signatureId = sent(system, "D-1");
    played.users(system, "decline-contract", "{\"signatureId\": \"" + signatureId + "\"}");

    assertThat(Json.as(facts(system, "signatures").get(0), Signature.class).state()).isEqualTo(Signature.State.DECLINED);
    assertThat(done(system, new Documents.FindSignature("D-1"))).containsEntry("found", false);
  }

  @ParameterizedTest
  @MethodSource("systems")
  void readsTheSignedDocumentByteForByte(String system) {
    var signatureId = sent(system, "D-1");
    sign(system, signatureId);

    var document = done(system, new Documents.ReadSignedDocument(signatureId));

    var bytes = Base64.getDecoder().decode(String.valueOf(document.get("content")));
    assertThat(new String(bytes, StandardCharsets.US_ASCII)).startsWith("%PDF-").contains("deal D-1").endsWith("%%EOF\n");
    assertThat(document).containsEntry("sha256", Sha256.of(bytes)).containsEntry("mediaType", "application/pdf");
  }

  @ParameterizedTest
  @MethodSource("systems")
  void refusesASignatureThatIsNotThere(String system) {
    assertThat(played.connectors.carryOut(Bench.call(system, "readSignature", Map.of("signatureId", "00000000-0000-0000-0000-000000000000")))).isInstanceOf(Outcome.Refused.class);
  }

  private String sent(String system, String dealId) {
    return played.users(system, "send-contract", "{\"dealId\": \"" + dealId + "\", \"name\": \"Master agreement\", \"signer\": {\"name\": \"Client CFO\", \"email\": \"cfo@client.example\"}}").get("signatureId").asText();
  }

  private void sign(String system, String signatureId) {
    played.users(system, "sign-contract", "{\"signatureId\": \"" + signatureId + "\"}");
  }
}
