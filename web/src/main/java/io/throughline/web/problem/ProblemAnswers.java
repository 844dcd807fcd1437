package io.throughline.web.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/** Completes problems on their way out, and gives refusals that others made without a body one. */
@Provider
public class ProblemAnswers implements ContainerResponseFilter {

  /** A restarted database or broker is back in a few seconds. */
  private static final int WAIT_SECONDS = 5;

  @Context HttpServletRequest request;

  @Override
  public void filter(ContainerRequestContext asked, ContainerResponseContext answer) {
    if (answer.getStatus() < 400) return;
    var problem = answer.getEntity() instanceof Problem ours ? ours : Problem.of(Code.of(answer.getStatus()), Code.of(answer.getStatus()).remedy());
    if (problem.status() != answer.getStatus()) answer.setStatus(problem.status());
    if (problem.retryable()) answer.getHeaders().putSingle(HttpHeaders.RETRY_AFTER, WAIT_SECONDS);
    answer.setEntity(problem.at(Addresses.problems(request), request.getRequestURI(), Correlation.of(request)), null, Problem.MEDIA_TYPE);
  }
}
