package io.throughline.web.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.throughline.web.idempotency.Key.Asked;
import io.throughline.web.problem.Refused;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyTest {

  private static final String KEY = "\"8e03978e-40d5-43e8-bc93-6894a57f9324\"";

  @Test
  void sameRequestIsTheSameWhateverItsWhiteSpaceAndOrder() {
    assertThat(key("finance", "/a", KEY, "{\"a\":1,\"b\":[2,3]}")).isEqualTo(key("finance", "/a", KEY, "{ \"b\": [2, 3], \"a\": 1 }"));
  }

  @Test
  void anotherBodyUnderTheSameKeyIsAnotherRequestUnderTheSameRow() {
    var first = key("finance", "/a", KEY, "{\"a\":1}");
    var second = key("finance", "/a", KEY, "{\"a\":2}");

    assertThat(second.hash()).isEqualTo(first.hash());
    assertThat(second.fingerprint()).isNotEqualTo(first.fingerprint());
  }

  @Test
  void theOrderOfAListCounts() {
    assertThat(key("finance", "/a", KEY, "[1,2]").fingerprint()).isNotEqualTo(key("finance", "/a", KEY, "[2,1]").fingerprint());
  }

  @Test
  void nobodyMeetsTheAnswersOfAnotherCallerOrAddress() {
    var mine = key("finance", "/a", KEY, "{}").hash();

    assertThat(key("operator", "/a", KEY, "{}").hash()).isNotEqualTo(mine);
    assertThat(key("finance", "/b", KEY, "{}").hash()).isNotEqualTo(mine);
  }

  @Test
  void theQueryBelongsToTheRequest() {
    var without = Key.of(new Asked("finance", "POST", "/a", null, List.of(KEY), List.of(Map.of())));
    var with = Key.of(new Asked("finance", "POST", "/a", "source=kantata", List.of(KEY), List.of(Map.of())));

    assertThat(with.fingerprint()).isNotEqualTo(without.fingerprint());
  }

  @Test
  void quotesDoNotCount() {
    assertThat(key("finance", "/a", KEY.replace("\"", ""), "{}")).isEqualTo(key("finance", "/a", KEY, "{}"));
  }

  @Test
  void refusesNoKeyTwoKeysAndOddKeys() {
    assertThat(refusal()).isEqualTo("IDEMPOTENCY_KEY_MISSING");
    assertThat(refusal(KEY, "\"b\"")).isEqualTo("IDEMPOTENCY_KEY_MALFORMED");
    assertThat(refusal("")).isEqualTo("IDEMPOTENCY_KEY_MALFORMED");
    assertThat(refusal("\"\"")).isEqualTo("IDEMPOTENCY_KEY_MALFORMED");
    assertThat(refusal("two words")).isEqualTo("IDEMPOTENCY_KEY_MALFORMED");
    assertThat(refusal("\"" + "x".repeat(256) + "\"")).isEqualTo("IDEMPOTENCY_KEY_MALFORMED");
  }

  @Test
  void refusesABodyThatIsNotJsonBeforeAnythingIsClaimed() {
    assertThatThrownBy(() -> key("finance", "/a", KEY, "{")).isInstanceOf(Refused.class).hasMessageStartingWith("MALFORMED_JSON");
  }

  private static String refusal(String... headers) {
    try {
      Key.of(new Asked("finance", "POST", "/a", null, List.of(headers), List.of()));
      return "none";
    } catch (Refused refused) {
      return refused.problem().code();
    }
  }

  private static Key key(String caller, String path, String header, String body) {
    return Key.of(new Asked(caller, "POST", path, null, List.of(header), List.of(body.getBytes(StandardCharsets.UTF_8))));
  }
}
