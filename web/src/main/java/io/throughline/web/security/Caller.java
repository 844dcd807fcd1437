package io.throughline.web.security;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Who is asking. */
@RequestScoped
public class Caller {

  @Inject HttpServletRequest request;

  /** The user's name in the token. */
  public String name() {
    return request.getUserPrincipal().getName();
  }

  /** When the token ends. */
  public Instant until() {
    return Instant.ofEpochSecond(((JsonWebToken) request.getUserPrincipal()).getExpirationTime());
  }

  public boolean isAny(String... roles) {
    for (var role : roles) if (request.isUserInRole(role)) return true;
    return false;
  }
}
