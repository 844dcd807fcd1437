package io.throughline.web.problem;

import io.opentelemetry.api.trace.Span;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;

/** X-Correlation-Id: taken if it is harmless, made if there is none, said back on every answer and put on the span. */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class Correlation implements Filter {

  public static final String HEADER = "X-Correlation-Id";

  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

  /** The request's id. */
  public static String of(HttpServletRequest request) {
    var known = request.getAttribute(HEADER);
    if (known != null) return known.toString();
    var sent = request.getHeader(HEADER);
    var id = sent != null && HARMLESS.matcher(sent).matches() ? sent : UUID.randomUUID().toString();
    request.setAttribute(HEADER, id);
    return id;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException, ServletException {
    var id = of((HttpServletRequest) request);
    ((HttpServletResponse) response).setHeader(HEADER, id);
    Span.current().setAttribute("correlation.id", id);
    chain.doFilter(request, response);
  }
}
