package io.throughline.connector;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.util.MailConnectException;

/**
 * A server that takes mail, addressed like any other system: {@code base} is {@code smtp://host:port}, with TLS where the server offers it and always where somebody signs in, or {@code smtps://host:port}.
 *
 * <p>{@code POST /} sends {@code {id, from, to, subject, text}} as one message, whose Message-ID is made of {@code id}; {@code GET /} connects and signs in.
 */
final class MailServer implements Local {

  private static final int SMTP = 587;
  private static final int SMTPS = 465;
  private static final String BASIC = "Basic ";

  private final URI base;
  private final Clock clock;

  MailServer(URI base, Clock clock) {
    this.base = base;
    this.clock = clock;
  }

  /** Answers as a system would: 200, 202, 401 (who signs in is not known), 405, 422 (refused for good), 503 (refused for now). */
  @Override
  public Answer answer(Asked asked) throws IOException {
    if (!asked.method().equals("GET") && !asked.method().equals("POST")) return Local.answer(405, Map.of("error", asked.method() + " is not offered"));
    var credentials = credentials(asked.headers().get("Authorization"));
    var session = Session.getInstance(properties(credentials != null, asked.left()));
    try {
      var message = asked.method().equals("GET") ? null : message(session, Tree.map(asked.body()));
      try (var transport = session.getTransport()) {
        transport.connect(base.getHost(), port(), credentials == null ? null : credentials[0], credentials == null ? null : credentials[1]);
        if (message == null) return Local.answer(200, Map.of());
        transport.sendMessage(message, message.getAllRecipients());
        return Local.answer(202, Map.of("messageId", message.getMessageID()));
      }
    } catch (AuthenticationFailedException unknown) {
      return Local.answer(401, Map.of("code", 535, "error", text(unknown)));
    } catch (AddressException unreadable) {
      return Local.answer(422, Map.of("code", 553, "error", text(unreadable)));
    } catch (MailConnectException away) {
      throw (ConnectException) new ConnectException(text(away)).initCause(away);
    } catch (MessagingException refused) {
      var code = code(refused);
      if (code == 0) throw new IOException(text(refused), refused);
      return Local.answer(code >= 500 ? 422 : 503, Map.of("code", code, "error", text(refused)));
    }
  }

  private MimeMessage message(Session session, Map<String, Object> mail) throws MessagingException {
    var id = "<" + mail.get("id") + "@" + "throughline>";
    var message = new MimeMessage(session) {
      @Override
      protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", id);
      }
    };
    message.setFrom(new InternetAddress(String.valueOf(mail.get("from")), true));
    for (var to : Tree.list(mail.get("to"))) message.addRecipient(Message.RecipientType.TO, new InternetAddress(String.valueOf(to), true));
    message.setSubject(oneLine(mail.get("subject")), StandardCharsets.UTF_8.name());
    message.setText(String.valueOf(mail.get("text")), StandardCharsets.UTF_8.name());
    message.setSentDate(Date.from(clock.instant()));
    message.saveChanges();
    return message;
  }

  /** A line break in a name would begin another header. */
  private static String oneLine(Object subject) {
    return String.valueOf(subject).replaceAll("\\p{Cntrl}+", " ");
  }

  private Properties properties(boolean signsIn, Duration left) {
    var protocol = base.getScheme();
    var properties = new Properties();
    properties.put("mail.transport.protocol", protocol);
    properties.put("mail." + protocol + ".starttls.enable", "true");
    properties.put("mail." + protocol + ".starttls.required", String.valueOf(signsIn && protocol.equals("smtp")));
    properties.put("mail." + protocol + ".auth", String.valueOf(signsIn));
    for (var timeout : new String[] {"connectiontimeout", "timeout", "writetimeout"}) properties.put("mail." + protocol + "." + timeout, String.valueOf(Math.max(1, left.toMillis())));
    return properties;
  }

  private int port() {
    if (base.getPort() != -1) return base.getPort();
    return base.getScheme().equals("smtps") ? SMTPS : SMTP;
  }

  private static String[] credentials(String authorization) {
    if (authorization == null || !authorization.startsWith(BASIC)) return null;
    return new String(Base64.getDecoder().decode(authorization.substring(BASIC.length())), StandardCharsets.UTF_8).split(":", 2);
  }

  /** The reply's, of the sender, the message or the first recipient who is refused; 0 where the server gave none. */
  private static int code(MessagingException refused) {
    for (Exception each = refused; each instanceof MessagingException trouble; each = trouble.getNextException()) {
      if (each instanceof SMTPAddressFailedException address) return address.getReturnCode();
      if (each instanceof SMTPSenderFailedException sender) return sender.getReturnCode();
      if (each instanceof SMTPSendFailedException send && !(send.getNextException() instanceof SMTPAddressFailedException)) return send.getReturnCode();
    }
    return 0;
  }

  private static String text(Exception e) {
    return String.valueOf(e.getMessage()).strip();
  }
}
