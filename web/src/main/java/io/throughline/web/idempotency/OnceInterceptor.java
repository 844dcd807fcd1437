package io.throughline.web.idempotency;

import io.throughline.store.Json;
import io.throughline.web.MayTake;
import io.throughline.web.idempotency.Claims.Answer;
import io.throughline.web.idempotency.Claims.Claim;
import io.throughline.web.problem.Code;
import io.throughline.web.problem.Correlation;
import io.throughline.web.problem.Problem;
import io.throughline.web.problem.Refused;
import io.throughline.web.problem.Troubles;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;

/** Carries {@link Once} out. What is refused changed nothing; what failed on our side gives the key back. */
@Once
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
public class OnceInterceptor {

  static final String REPLAY = "Idempotent-Replay";

  /** What the server gives one. */
  private static final Duration TRANSACTION = Duration.ofMinutes(2);

  @Inject HttpServletRequest request;
  @Inject Claims claims;
  @Inject UserTransaction transaction;

  @AroundInvoke
  Object once(InvocationContext call) throws Exception {
    var key = key(call);
    var claim = claims.claim(key, Duration.ofDays(kept(call)), longest(call));
    if (claim instanceof Claim.Ours ours) return first(call, key, ours.lease());
    if (claim instanceof Claim.Answered answered) return again(answered.answer());
    var code = claim instanceof Claim.Running ? Code.REQUEST_IN_PROGRESS : Code.IDEMPOTENCY_KEY_REUSED;
    throw new Refused(Problem.of(code, code.remedy()));
  }

  private Response first(InvocationContext call, Key key, Instant lease) throws Exception {
    var done = false;
    try {
      var answer = carriedOut(call, key, lease);
      done = true;
      if (answer.getStatus() >= 500) claims.release(key, lease);
      return answer;
    } finally {
      if (!done) claims.release(key, lease); // no answer could be kept: the key is free again
    }
  }

  private Response carriedOut(InvocationContext call, Key key, Instant lease) throws Exception {
    transaction.begin();
    Response answer;
    try {
      answer = (Response) call.proceed();
      if (answer.getStatus() < 400) {
        claims.answered(key, lease, kept(answer));
        transaction.commit();
        return answer;
      }
    } catch (Exception trouble) {
      answer = Troubles.problem(trouble, Correlation.of(request)).response();
    } finally {
      rollback();
    }
    if (answer.getStatus() < 500) claims.refused(key, lease, kept(answer));
    return answer;
  }

  private void rollback() throws SystemException {
    if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) transaction.rollback();
  }

  private Key key(InvocationContext call) {
    var user = request.getUserPrincipal().getName();
    var headers = Collections.list(request.getHeaders(Key.HEADER));
    return Key.of(new Key.Asked(user, request.getMethod(), request.getRequestURI(), request.getQueryString(), headers, Arrays.asList(call.getParameters())));
  }

  private static int kept(InvocationContext call) {
    return call.getMethod().getAnnotation(Once.class).keptDays();
  }

  private static Duration longest(InvocationContext call) {
    var may = call.getMethod().getAnnotation(MayTake.class);
    return may == null ? TRANSACTION : Duration.ofMinutes(may.minutes());
  }

  private static Answer kept(Response answer) {
    var body = answer.getEntity() == null ? null : Json.write(answer.getEntity());
    return new Answer(answer.getStatus(), answer.getLocation() == null ? null : answer.getLocation().toString(), body);
  }

  private static Response again(Answer answer) {
    var again = Response.status(answer.status()).header(REPLAY, "true");
    if (answer.headers() != null) again.location(URI.create(answer.headers()));
    if (answer.body() == null) return again.build();
    if (answer.status() >= 400) return again.type(Problem.MEDIA_TYPE).entity(Json.read(answer.body(), Problem.class)).build();
    return again.type("application/json").entity(answer.body()).build();
  }
}
