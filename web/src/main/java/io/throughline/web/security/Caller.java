package io.throughline.web.security;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;

/** Who is asking. */
@RequestScoped
public class Caller {

  @Inject HttpServletRequest request;

  /** The user's name in the token. */
  public String name() {
    return request.getUserPrincipal().getName();
  }

  public boolean isAny(String... roles) {
    for (var role : roles) if (request.isUserInRole(role)) return true;
    return false;
  }
}
