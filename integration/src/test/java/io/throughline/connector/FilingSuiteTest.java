package io.throughline.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.journey.Outcome;
import io.throughline.store.Sha256;
import io.throughline.system.Filing;
import io.throughline.system.Role;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FilingSuiteTest extends RoleSuite {

  private static final byte[] BYTES = "%PDF-1.4\nsigned\n%%EOF\n".getBytes(StandardCharsets.US_ASCII);

  private static final Filing.FileDocument CONTRACT =
      new Filing.FileDocument("T-1", "T-1:contract:S-1", "T-1", "Master agreement S-1.pdf", "application/pdf", Base64.getEncoder().encodeToString(BYTES), Sha256.of(BYTES));

  static Stream<String> systems() {
    return Played.systems(Role.FILING);
  }

  @ParameterizedTest
  @MethodSource("systems")
  void filesTheBytesAsTheyAre(String system) {
    var filed = done(system, CONTRACT);

    assertThat(filed).containsKeys("fileId", "address");
    assertThat(((Number) filed.get("bytes")).intValue()).isEqualTo(BYTES.length);
    var seen = played.observed(system, "filed-document", "{\"fileId\": \"" + filed.get("fileId") + "\"}");
    assertThat(seen.get(0).get("sha256").asText()).isEqualTo(Sha256.of(BYTES));
    assertThat(done(system, new Filing.ReadFile(String.valueOf(filed.get("fileId"))))).containsEntry("bytes", filed.get("bytes")).containsEntry("name", "Master agreement S-1.pdf");
  }

  @ParameterizedTest
  @MethodSource("systems")
  void filesTheSameDocumentOnceHoweverOftenItIsAsked(String system) {
    var filed = done(system, CONTRACT);

    assertThat(done(system, CONTRACT)).containsEntry("fileId", filed.get("fileId"));
    assertThat(played.duplicates(system)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("systems")
  void refusesAFileThatIsNotThere(String system) {
    assertThat(played.connectors.carryOut(Bench.call(system, "readFile", Map.of("fileId", "none")))).isInstanceOf(Outcome.Refused.class);
  }

  @ParameterizedTest
  @MethodSource("systems")
  void signsInByItsOwnKey(String system) {
    signsByItsOwnKey(system, CONTRACT);
  }

  @ParameterizedTest
  @MethodSource("systems")
  void signsInAgainByItself(String system) {
    done(system, CONTRACT);

    played.revokeTokens(system);

    done(system, CONTRACT);
  }
}
