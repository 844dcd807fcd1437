package io.throughline.web.hooks;

import io.throughline.connector.Connectors.Answered;
import io.throughline.connector.Connectors.HookCall;
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
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/** {@code POST /hooks/{system}}: a servlet, because the signature is over the raw bytes. The signature is the sign-in. */
@WebServlet("/hooks/*")
public class HookServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Inject transient Events events;
  @Inject transient Config config;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
    try {
      if (!"POST".equals(request.getMethod())) throw new Refused(Problem.of(Code.METHOD_NOT_ALLOWED, "events are posted"));
      var system = request.getPathInfo() == null ? "" : request.getPathInfo().substring(1);
      answer(events.take(system, call(request)), response);
    } catch (RuntimeException | TooLarge trouble) {
      var problem = Troubles.problem(trouble, Correlation.of(request));
      if (problem.status() == HttpServletResponse.SC_METHOD_NOT_ALLOWED) response.setHeader("Allow", "POST");
      Answering.with(problem, request.getRequestURI(), request, response);
    }
  }

  private HookCall call(HttpServletRequest request) throws IOException {
    var limit = BodyLimit.usualBytes();
    if (request.getContentLengthLong() > limit) throw new TooLarge(limit);
    var body = new Bounded(request.getInputStream(), limit, request.getContentLengthLong()).readAllBytes();
    var headers = new LinkedHashMap<String, String>();
    request.getHeaderNames().asIterator().forEachRemaining(name -> headers.put(name.toLowerCase(Locale.ROOT), request.getHeader(name)));
    var query = request.getQueryString();
    var host = config.getOptionalValue("throughline.public.url", String.class).map(url -> url.replaceAll("/+$", "")).orElseGet(() -> request.getRequestURL().substring(0, request.getRequestURL().length() - request.getRequestURI().length()));
    return new HookCall(request.getMethod(), host + request.getRequestURI() + (query == null ? "" : "?" + query), pairs(query), headers, body);
  }

  /** Of the address only: asking the request for parameters may read the body away. */
  private static Map<String, String> pairs(String query) {
    var pairs = new LinkedHashMap<String, String>();
    if (query == null) return pairs;
    for (var pair : query.split("&")) {
      var parts = pair.split("=", 2);
      try {
        pairs.putIfAbsent(URLDecoder.decode(parts[0], StandardCharsets.UTF_8), parts.length == 2 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "");
      } catch (IllegalArgumentException malformed) {
        throw new Refused(Problem.of(Code.BAD_PARAMETER, "the query cannot be read"));
      }
    }
    return pairs;
  }

  private static void answer(Answered answered, HttpServletResponse response) throws IOException {
    response.setStatus(answered.status());
    answered.headers().forEach(response::setHeader);
    if (answered.body().length == 0) return;
    response.setContentType(answered.type() == null ? "application/json" : answered.type());
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.getOutputStream().write(answered.body());
  }
}
