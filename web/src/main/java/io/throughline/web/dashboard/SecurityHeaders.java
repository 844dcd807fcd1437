package io.throughline.web.dashboard;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Every answer says what a browser may do with it. Nothing is kept, as answers are somebody's business; only {@link PageFiles} says
 * otherwise.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
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
    answer.setHeader("Cache-Control", "no-store");
    chain.doFilter(request, response);
  }
}
