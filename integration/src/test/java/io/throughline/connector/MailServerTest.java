package io.throughline.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.throughline.connector.Connectors.Call;
import io.throughline.journey.Effect;
import io.throughline.journey.Outcome;
import jakarta.mail.Message;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped folder for mail, with a server that takes it. */
class MailServerTest {

  @TempDir Path firm;

  private GreenMail server;

  @AfterEach
  void stop() {
    if (server != null) server.stop();
  }

  private Bench open(GreenMailConfiguration users) {
    server = new GreenMail(ServerSetup.SMTP.dynamicPort()).withConfiguration(users);
    server.start();
    return new Bench(firm).with("throughline.mail.url", "smtp://127.0.0.1:" + server.getSmtp().getPort()).with("throughline.mail.from", "Throughline <hub@firm.example>");
  }

  private static Call message(String title, String... to) {
    return Bench.call("mail", "tellPeople", Map.of("reference", "notice:1", "to", List.of(to), "title", title, "text", "Lumen GmbH\n€ 42.000"));
  }

  @Test
  void sendsOneMessageToAllWhoAreNamed() throws Exception {
    var call = message("2 exceptions wait for finance", "Ada Löw <ada@firm.example>", "finance@firm.example");

    var outcome = open(new GreenMailConfiguration()).connectors().carryOut(call);

    assertThat(outcome).isInstanceOfSatisfying(Outcome.Done.class, done -> assertThat(done.answer()).containsEntry("messageId", "<" + call.key() + "@throughline>"));
    assertThat(server.getReceivedMessages()).as("one for each mailbox").hasSize(2).allSatisfy(mail -> {
      assertThat(mail.getFrom()[0]).hasToString("Throughline <hub@firm.example>");
      assertThat(mail.getRecipients(Message.RecipientType.TO)).hasSize(2);
      assertThat(mail.getSubject()).isEqualTo("2 exceptions wait for finance");
      assertThat(mail.getContent().toString().strip()).isEqualToNormalizingNewlines("Lumen GmbH\n€ 42.000");
      assertThat(mail.getHeader("Message-ID")).containsExactly("<" + call.key() + "@throughline>");
    });
  }

  @Test
  void signsInOnlyWhereItIsEncrypted() {
    var connectors = open(new GreenMailConfiguration().withUser("hub", "secret")).with("throughline.mail.user", "hub").with("throughline.mail.password", "secret").connectors();

    assertThat(connectors.carryOut(message("x", "ada@firm.example"))).as("this server has no TLS").isInstanceOfSatisfying(Outcome.Retry.class, later -> assertThat(later.reason()).contains("STARTTLS"));
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void aLineBreakInANameMakesNoHeader() throws Exception {
    open(new GreenMailConfiguration()).connectors().carryOut(message("Waits for Lumen\r\nBcc: eve@evil.example", "ada@firm.example"));

    assertThat(server.getReceivedMessages()).singleElement().satisfies(mail -> {
      assertThat(mail.getSubject()).isEqualTo("Waits for Lumen Bcc: eve@evil.example");
      assertThat(mail.getHeader("Bcc")).isNull();
    });
  }

  @Test
  void whatCannotBeAnAddressIsRefused() {
    assertThat(open(new GreenMailConfiguration()).connectors().carryOut(message("x", "nobody at all"))).isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.code()).isEqualTo("553"));
  }

  @Test
  void aServerThatIsAwayIsTriedAgain() {
    var bench = open(new GreenMailConfiguration());
    server.stop();

    assertThat(bench.connectors().carryOut(message("x", "ada@firm.example"))).isInstanceOfSatisfying(Outcome.Retry.class, later -> {
      assertThat(later.code()).isEqualTo("unreachable");
      assertThat(later.effect()).isEqualTo(Effect.UNKNOWN);
    });
  }
}
