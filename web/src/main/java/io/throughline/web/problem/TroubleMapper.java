package io.throughline.web.problem;

import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import jakarta.servlet.http.HttpServletRequest;

/** The one mapper: nothing leaves the API but an answer or a problem. */
@Provider
public class TroubleMapper implements ExceptionMapper<Throwable> {

  @Context HttpServletRequest request;

  @Override
  public Response toResponse(Throwable trouble) {
    var answer = Troubles.problem(trouble, Correlation.of(request)).response();
    if (!(trouble instanceof NotAllowedException notAllowed)) return answer;
    var allow = notAllowed.getResponse().getHeaderString(HttpHeaders.ALLOW);
    return Response.fromResponse(answer).header(HttpHeaders.ALLOW, allow).build();
  }
}
