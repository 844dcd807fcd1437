package io.throughline.web.hooks;

import io.throughline.connector.Connectors;
import io.throughline.web.problem.Answering;
import io.throughline.web.problem.Code;
import io.throughline.web.problem.Correlation;
import io.throughline.web.problem.Problem;
import io.throughline.web.problem.Refused;
import io.throughline.web.problem.TooLarge;
import io.throughline.web.problem.Troubles;
import io.throughline.web.security.BodyLimit;
import io.throughline.web.security.Bounded;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.eclipse.microprofile.config.Config;

/** {@code POST /hooks/{system}}: a servlet, because the signature is over the raw bytes. The signature is the sign-in. */
@WebServlet("/hooks/*")
public class HookServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Inject transient Connectors connectors;
  @Inject transient Events events;
  @Inject transient Clock clock;
  @Inject transient Config config;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
    try {
      events.take(verified(request));
      response.setStatus(HttpServletResponse.SC_ACCEPTED);
    } catch (RuntimeException | TooLarge trouble) {
      var problem = Troubles.problem(trouble, Correlation.of(request));
      if (problem.status() == HttpServletResponse.SC_METHOD_NOT_ALLOWED) response.setHeader("Allow", "POST");
      Answering.with(problem, request.getRequestURI(), request, response);
    }
  }

  private Events.Event verified(HttpServletRequest request) throws IOException {
    if (!"POST".equals(request.getMethod())) throw refused(Code.METHOD_NOT_ALLOWED, "events are posted");
    var system = request.getPathInfo() == null ? "" : request.getPathInfo().substring(1);
    var secret = config.getOptionalValue("throughline.hook." + system + ".secret", String.class);
    if (secret.isEmpty() || connectors.health().stream().noneMatch(known -> known.system().equals(system))) throw refused(Code.UNKNOWN_SYSTEM, "no hook for " + system);
    var type = request.getContentType();
    if (type == null || !type.split(";")[0].trim().equalsIgnoreCase("application/json")) throw refused(Code.UNSUPPORTED_MEDIA_TYPE, Code.UNSUPPORTED_MEDIA_TYPE.remedy());
    var limit = BodyLimit.usualBytes();
    if (request.getContentLengthLong() > limit) throw new TooLarge(limit);
    var body = new Bounded(request.getInputStream(), limit).readAllBytes();
    var id = request.getHeader("webhook-id");
    var wrong = Signature.by(secret.get(), clock).wrong(id, request.getHeader("webhook-timestamp"), request.getHeader("webhook-signature"), body);
    if (wrong.isPresent()) throw refused(Code.SIGNATURE_REFUSED, wrong.get());
    return new Events.Event(system, id, body);
  }

  private static Refused refused(Code code, String detail) {
    return new Refused(Problem.of(code, detail));
  }
}
