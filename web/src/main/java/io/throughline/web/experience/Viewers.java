package io.throughline.web.experience;

import io.throughline.thread.view.Audience;
import io.throughline.web.problem.Refused;
import io.throughline.web.security.Caller;
import io.throughline.web.security.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Which role looks through which audience's eyes. */
@ApplicationScoped
class Viewers {

  @Inject Caller caller;

  /** The audience named in the address; refuses a caller who does not belong to it. */
  Audience named(String word) {
    var audience = Audience.named(word);
    if (!caller.isAny(role(audience), Roles.AUDITOR, Roles.ADMIN)) throw Refused.forbidden("the " + word + " view is for the role " + role(audience));
    return audience;
  }

  /** The widest view the caller has. */
  Audience own() {
    if (caller.isAny(Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN)) return Audience.OPERATIONS;
    if (caller.isAny(Roles.FINANCE)) return Audience.FINANCE;
    return caller.isAny(Roles.SALES_OPS) ? Audience.SALES : Audience.DELIVERY;
  }

  private static String role(Audience audience) {
    return switch (audience) {
      case SALES -> Roles.SALES_OPS;
      case DELIVERY -> Roles.DELIVERY;
      case FINANCE -> Roles.FINANCE;
      case OPERATIONS -> Roles.OPERATOR;
    };
  }
}
