package io.throughline.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.journey.Outcome;
import io.throughline.system.Notices;
import io.throughline.system.Role;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NoticesSuiteTest extends RoleSuite {

  private static final String TEXT = "Müller & Söhne <GmbH>, *Advice* for _Lumen_\nAt risk: EUR 42000.00\nexception 7: https://hub.example/#/exceptions/7\n\nand 1 more: https://hub.example/#/exceptions";

  static Stream<String> systems() {
    return Played.systems(Role.NOTICES);
  }

  @ParameterizedTest
  @MethodSource("systems")
  void saysItAsItIsAndLinksAddresses(String system) {
    assertThat(done(system, message("C0FINANCE", "R & D waits"))).containsKey("messageId");

    var told = played.observed(system, "told-people", "{\"to\": \"C0FINANCE\"}");
    assertThat(told).hasSize(1);
    assertThat(told.get(0).get("title").asText().replace("&amp;", "&")).isEqualTo("R & D waits");
    var said = told.get(0).get("said");
    assertThat(String.join("", said.findValuesAsText("text")) + String.join("", said.findValuesAsText("url"))).contains("R & D waits", "Müller & Söhne <GmbH>, *Advice* for _Lumen_");
    assertThat(said.findValuesAsText("url")).containsExactly("https://hub.example/#/exceptions/7", "https://hub.example/#/exceptions");
  }

  /** Neither vendor knows a repeat by a key that it describes; a folder has to say so. */
  @ParameterizedTest
  @MethodSource("systems")
  void tellsAgainRatherThanNever(String system) {
    done(system, message("C0OPERATIONS", "Told twice"));
    done(system, message("C0OPERATIONS", "Told twice"));

    assertThat(played.observed(system, "told-people", "{\"to\": \"C0OPERATIONS\"}")).hasSize(2);
    assertThat(Folders.shipped(system).descriptor.operations().get("tellPeople").idempotency().mode()).isEqualTo(Descriptor.Mode.AGAIN);
  }

  @Test
  void refusesAChannelThatIsNotThere() {
    var outcome = played.connectors.carryOut(Bench.call("slack", "tellPeople", io.throughline.store.Json.map(message("C0NOBODY", "Nobody hears"))));

    assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.code()).isEqualTo("channel_not_found"));
  }

  private static Notices.TellPeople message(String to, String title) {
    return new Notices.TellPeople("notice:1.1", null, List.of(to), title, TEXT);
  }
}
