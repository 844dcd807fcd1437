package io.throughline.web.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SignatureTest {

  /** The example of the Standard Webhooks reference libraries. */
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final String TIME = "1614265330";
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
  private static final String GENUINE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

  private final Signature signature = at(Long.parseLong(TIME));

  @Test
  void takesTheReferenceExample() {
    assertThat(signature.wrong(ID, TIME, GENUINE, BODY)).isEmpty();
  }

  @Test
  void takesAnyOfSeveralSignaturesSoThatSecretsCanBeRotated() {
    assertThat(signature.wrong(ID, TIME, "v1,Y2xlYXJseSB3cm9uZw== v1a,abc " + GENUINE, BODY)).isEmpty();
  }

  @Test
  void refusesAnotherBody() {
    assertThat(signature.wrong(ID, TIME, GENUINE, "{\"test\": 2432232315}".getBytes(StandardCharsets.UTF_8))).contains("no signature fits the body");
  }

  @Test
  void refusesAnotherId() {
    assertThat(signature.wrong("msg_other", TIME, GENUINE, BODY)).contains("no signature fits the body");
  }

  @Test
  void refusesAnotherTimestamp() {
    assertThat(signature.wrong(ID, "1614265331", GENUINE, BODY)).contains("no signature fits the body");
  }

  @Test
  void refusesAnotherSecret() {
    var other = Signature.by("whsec_" + Base64.getEncoder().encodeToString(new byte[32]), fixed(Long.parseLong(TIME)));

    assertThat(other.wrong(ID, TIME, GENUINE, BODY)).contains("no signature fits the body");
  }

  @Test
  void refusesASignatureOfAnotherVersion() {
    assertThat(signature.wrong(ID, TIME, GENUINE.replace("v1,", "v2,"), BODY)).contains("no signature fits the body");
  }

  @Test
  void refusesWhatIsNotBase64() {
    assertThat(signature.wrong(ID, TIME, "v1,***", BODY)).contains("no signature fits the body");
  }

  @Test
  void takesAnEventThatIsFiveMinutesOldAndRefusesAnOlderOne() {
    assertThat(at(Long.parseLong(TIME) + 300).wrong(ID, TIME, GENUINE, BODY)).isEmpty();
    assertThat(at(Long.parseLong(TIME) + 301).wrong(ID, TIME, GENUINE, BODY)).contains("webhook-timestamp is more than five minutes from now");
  }

  @Test
  void refusesAnEventFromTheFuture() {
    assertThat(at(Long.parseLong(TIME) - 301).wrong(ID, TIME, GENUINE, BODY)).contains("webhook-timestamp is more than five minutes from now");
  }

  @Test
  void refusesMissingHeadersAndAnIdWithADot() {
    assertThat(signature.wrong(null, TIME, GENUINE, BODY)).isPresent();
    assertThat(signature.wrong(ID, null, GENUINE, BODY)).isPresent();
    assertThat(signature.wrong(ID, TIME, null, BODY)).isPresent();
    assertThat(signature.wrong("a.b", TIME, GENUINE, BODY)).contains("webhook-id is 1 to 255 characters without a dot");
    assertThat(signature.wrong(ID, "yesterday", GENUINE, BODY)).contains("webhook-timestamp is not a number of seconds");
  }

  @Test
  void refusesASecretThatIsTooShortOrNoneAtAll() {
    assertThatThrownBy(() -> Signature.by("whsec_c2hvcnQ=", fixed(0))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Signature.by("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", fixed(0))).isInstanceOf(IllegalArgumentException.class);
  }

  private static Signature at(long second) {
    return Signature.by(SECRET, fixed(second));
  }

  private static Clock fixed(long second) {
    return Clock.fixed(Instant.ofEpochSecond(second), ZoneOffset.UTC);
  }
}
