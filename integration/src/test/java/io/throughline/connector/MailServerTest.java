package io.throughline.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.throughline.connector.Connectors.Call;
import io.throughline.journey.Effect;
import io.throughline.journey.Outcome;
import jakarta.mail.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped folder for mail, with a server that takes it. */
class MailServerTest {

  private static final String DESCRIBED = described();

  @TempDir Path firm;

  private GreenMail server;

  @AfterEach
  void stop() {
    if (server != null) server.stop();
  }

  private static String described() {
    try (var file = MailServerTest.class.getResourceAsStream("/connectors/mail/connector.yaml")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  /** As any system: nothing was sent, after some failures nobody asks for a while, and it is well again by itself. */
  @Test
  void aServerThatIsAwayIsTriedAgain() throws Exception {
    var bench = open(new GreenMailConfiguration());
    var port = server.getSmtp().getPort();
    server.stop();
    bench.file("mail", "connector.yaml", DESCRIBED.replace("concurrency: 1", "concurrency: 1\ncircuit: { failures: 2, of: 2, open: 200ms }"));
    var connectors = bench.connectors();

    for (int i = 0; i < 2; i++) {
      assertThat(connectors.carryOut(message("x", "ada@firm.example"))).isInstanceOfSatisfying(Outcome.Retry.class, later -> {
        assertThat(later.code()).isEqualTo("unreachable");
        assertThat(later.effect()).isEqualTo(Effect.NONE);
      });
    }
    assertThat(connectors.carryOut(message("x", "ada@firm.example"))).isInstanceOfSatisfying(Outcome.Retry.class, later -> assertThat(later.code()).isEqualTo("circuit-open"));
    server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
    new CountDownLatch(1).await(250, TimeUnit.MILLISECONDS); // the circuit's own delay
    assertThat(connectors.carryOut(message("x", "ada@firm.example"))).isInstanceOf(Outcome.Done.class);
    assertThat(connectors.carryOut(message("y", "ada@firm.example"))).as("for good").isInstanceOf(Outcome.Done.class);
  }
}
