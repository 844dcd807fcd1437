package io.throughline.web.live;

import io.throughline.web.security.Caller;
import io.throughline.web.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Whose token it is, as the hub understands it: pages need not know how an issuer writes names and roles. */
@Path("experience/v1/me")
@ApplicationScoped
@Produces("application/json")
@Tag(name = "Live")
public class MeResource {

  @Inject Caller caller;

  public record Me(String name, List<String> roles) {}

  @GET
  @RolesAllowed({Roles.SALES_OPS, Roles.DELIVERY, Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "me", summary = "Who is asking, and the roles they have here")
  public Me me() {
    return new Me(caller.name(), Roles.ALL.stream().filter(caller::isAny).toList());
  }
}
