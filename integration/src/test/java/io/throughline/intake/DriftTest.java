package io.throughline.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.connector.Connectors.Subscribed;
import io.throughline.intake.Drift.Found;
import io.throughline.intake.Drift.Known;
import io.throughline.intake.Drift.Seen;
import io.throughline.system.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DriftTest {

  private static final Instant NOW = Instant.parse("2026-09-01T10:00:00Z");
  private static final Duration SETTLE = Duration.ofSeconds(60);
  private static final String ADDRESS = "https://hub.firm.example/hooks/psa?token=today";
  private static final Subscribed WANTED = new Subscribed("psa", Role.DELIVERY, true, Duration.ofMinutes(15), Duration.ofDays(30), Duration.ofDays(7), ADDRESS, false);

  @Test
  void asksForWhatIsNotThere() {
    assertThat(mends(between(Map.of(), List.of("P1", "P2"), seen("S1", "P1")))).containsExactly("P2 none NEW");
  }

  @Test
  void keepsTheOneItKnowsAndTakesASecondRegistrationAway() {
    var found = between(Map.of("P1", new Known("P1", "S2", null)), List.of("P1"), seen("S1", "P1"), seen("S2", "P1"));

    assertThat(found.stands().get("P1").id()).isEqualTo("S2");
    assertThat(mends(found)).containsExactly("P1 S1 DOUBLE");
  }

  @Test
  void adoptsTheFirstOfTwoThatItDoesNotKnow() {
    var found = between(Map.of(), List.of("P1"), seen("S9", "P1"), seen("S3", "P1"));

    assertThat(found.stands().get("P1").id()).isEqualTo("S3");
    assertThat(mends(found)).containsExactly("P1 S9 DOUBLE");
  }

  @Test
  void replacesWhatIsDeadOrWasMadeWithAnotherToken() {
    var dead = new Seen("S1", "P1", ADDRESS, false, null);
    var stale = new Seen("S2", "P2", "https://hub.firm.example/hooks/psa?token=yesterday", true, null);
    var ended = new Seen("S3", "P3", ADDRESS, true, NOW.minusSeconds(1));

    assertThat(mends(between(Map.of(), List.of("P1", "P2", "P3"), dead, stale, ended)))
        .containsExactly("P1 S1 DEAD", "P1 none NEW", "P2 S2 STALE", "P2 none NEW", "P3 S3 DEAD", "P3 none NEW");
  }

  @Test
  void doesNotKeepOneWhoseSecretWasToldToNobodyOfUs() {
    var wanted = new Subscribed("hcm", Role.PEOPLE, false, Duration.ofMinutes(15), null, null, ADDRESS, true);
    var one = new Seen("S1", null, ADDRESS, true, null);
    var two = new Seen("S2", null, ADDRESS, true, null);
    var account = List.of(Drift.ACCOUNT);

    var lost = Drift.between(wanted, account, Map.of(Drift.ACCOUNT, new Known(Drift.ACCOUNT, null, NOW.minus(SETTLE))), List.of(one), NOW, SETTLE);
    var known = Drift.between(wanted, account, Map.of(Drift.ACCOUNT, new Known(Drift.ACCOUNT, "S2", null)), List.of(one, two), NOW, SETTLE);

    assertThat(mends(lost)).containsExactly("account S1 UNTOLD", "account none NEW");
    assertThat(known.stands().get(Drift.ACCOUNT).id()).isEqualTo("S2");
    assertThat(mends(known)).containsExactly("account S1 UNTOLD");
  }

  @Test
  void leavesThoseOfOthersAlone() {
    var elsewhere = new Seen("S1", "P1", "https://test.firm.example/hooks/psa?token=today", true, null);

    assertThat(mends(between(Map.of(), List.of("P1"), elsewhere))).containsExactly("P1 none NEW");
  }

  @Test
  void doesNotAskAgainWhileTheFirstMayStillAppear() {
    assertThat(mends(between(Map.of("P1", new Known("P1", null, NOW.minusSeconds(59))), List.of("P1")))).isEmpty();
    assertThat(mends(between(Map.of("P1", new Known("P1", null, NOW.minusSeconds(60))), List.of("P1")))).containsExactly("P1 none NEW");
  }

  @Test
  void seesThatOneIsGone() {
    assertThat(mends(between(Map.of("P1", new Known("P1", "S1", null)), List.of("P1")))).containsExactly("P1 none GONE");
  }

  @Test
  void renewsBeforeTheEnd() {
    assertThat(mends(between(Map.of(), List.of("P1"), ending("S1", Duration.ofDays(7).plusSeconds(1))))).isEmpty();
    assertThat(mends(between(Map.of(), List.of("P1"), ending("S1", Duration.ofDays(7))))).containsExactly("P1 S1 ENDING");
  }

  @Test
  void takesAwayWhatNothingShouldHaveAnyMore() {
    assertThat(mends(between(Map.of("P1", new Known("P1", "S1", null)), List.of(), seen("S1", "P1")))).containsExactly("P1 S1 UNWANTED");
  }

  @Test
  void onlyWhatIsNotAsItShouldBeIsDrift() {
    assertThat(Arrays.stream(Drift.Why.values()).filter(why -> !why.isDrift())).containsExactly(Drift.Why.NEW, Drift.Why.ENDING);
  }

  private static Found between(Map<String, Known> known, List<String> scopes, Seen... seen) {
    return Drift.between(WANTED, scopes, known, List.of(seen), NOW, SETTLE);
  }

  private static Seen seen(String id, String scope) {
    return new Seen(id, scope, ADDRESS, true, null);
  }

  private static Seen ending(String id, Duration left) {
    return new Seen(id, "P1", ADDRESS, true, NOW.plus(left));
  }

  private static List<String> mends(Found found) {
    return found.mends().stream().map(mend -> mend.scope() + " " + (mend.seen() == null ? "none" : mend.seen().id()) + " " + mend.why()).toList();
  }
}
