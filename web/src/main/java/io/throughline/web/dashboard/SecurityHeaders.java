package io.throughline.web.dashboard;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Every answer says what a browser may do with it. Answers of the API are kept by nobody; static files are asked for again and usually unchanged. */
@WebFilter("/*")
public class SecurityHeaders implements Filter {

  private String contentSecurityPolicy;

  @Override
  public void init(FilterConfig config) {
    contentSecurityPolicy = Settings.configured().contentSecurityPolicy();
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException, ServletException {
    var answer = (HttpServletResponse) response;
    answer.setHeader("Content-Security-Policy", contentSecurityPolicy);
    answer.setHeader("X-Content-Type-Options", "nosniff");
    answer.setHeader("Referrer-Policy", "no-referrer");
    answer.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    answer.setHeader("Cache-Control", isStatic((HttpServletRequest) request) ? "no-cache" : "no-store");
    chain.doFilter(request, response);
  }

  private static boolean isStatic(HttpServletRequest request) {
    var path = request.getServletPath();
    return path.startsWith("/app/") || path.equals("/") || path.equals("/index.html");
  }
}
