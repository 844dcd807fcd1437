package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.ear.Api.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Systems that sign and introduce themselves in their own way, over HTTP: what their folders describe is what happens. */
@ExtendWith(SharedHub.class)
class HooksIT {

  private static final String MESSAGE = "<Envelope><Body><notifications><Notification><Id>04l000000000001AAA</Id></Notification></notifications></Body></Envelope>";

  @Test
  void answersASoapMessageAsItsSenderWantsAndKnowsARepeat(HubFixture hub) throws Exception {
    for (var i = 0; i < 2; i++) {
      var answer = post(hub, "/hooks/salesforce?token=" + SharedHub.HOOK_TOKEN, MESSAGE, "Content-Type", "text/xml");
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).contains("<Ack>true</Ack>");
    }
    assertThat(hub.number("select count(*) from hook_message where system = 'salesforce'")).isEqualTo(1);
    assertThat(post(hub, "/hooks/salesforce?token=guessed", MESSAGE, "Content-Type", "text/xml").status()).isEqualTo(401);
  }

  @Test
  void keepsTheSecretOfASystemThatIntroducesItselfAndBelievesItsEventsFromThenOn(HubFixture hub) throws Exception {
    var door = "/hooks/kantata?token=" + SharedHub.HOOK_TOKEN;
    var event = "{\"id\":\"e-1\",\"what\":\"time-entry\"}";
    assertThat(post(hub, door, event, "X-Hook-Signature", signed("s3cret", event)).status()).as("not introduced yet").isEqualTo(401);
    assertThat(post(hub, "/hooks/kantata?token=guessed", "", "X-Hook-Secret", "mine").status()).isEqualTo(401);

    var introduced = post(hub, door, "", "X-Hook-Secret", "s3cret");

    assertThat(introduced.status()).as(introduced.body()).isEqualTo(200);
    assertThat(introduced.headers()).containsEntry("X-Hook-Secret", "s3cret");
    assertThat(hub.texts("select sealed from hook_secret where system = 'kantata'")).singleElement().satisfies(sealed -> assertThat(sealed).doesNotContain("s3cret"));
    for (var i = 0; i < 2; i++) assertThat(post(hub, door, event, "X-Hook-Signature", signed("s3cret", event)).status()).isEqualTo(200);
    assertThat(post(hub, door, event.replace("e-1", "e-2"), "X-Hook-Signature", signed("s3cret", event)).status()).as("another body").isEqualTo(401);
    assertThat(hub.number("select count(*) from hook_message where system = 'kantata'")).isEqualTo(1);
  }

  private static Answer post(HubFixture hub, String address, String body, String header, String value) throws Exception {
    return Api.send(hub.anonymous().request(address).header(header, value).POST(BodyPublishers.ofString(body)).build());
  }

  private static String signed(String secret, String body) throws Exception {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
  }
}
