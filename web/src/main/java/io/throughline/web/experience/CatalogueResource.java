package io.throughline.web.experience;

import io.throughline.connector.Catalogue.SystemEntry;
import io.throughline.connector.Connectors;
import io.throughline.web.problem.Refused;
import io.throughline.web.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the folders describe: the systems that can be connected, and what that takes. */
@Path("experience/v1/operations/catalogue")
@ApplicationScoped
@Produces("application/json")
@Tag(name = "Systems")
public class CatalogueResource {

  @Inject Connectors connectors;

  @GET
  @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(
      operationId = "catalogue",
      summary = "Every system that is described, whether it plays a role now or not",
      description = "Read from the folders in force: role, operations and how each is made safe to repeat, sign-in and the configuration it needs, scopes, quota, events, the contract behind it, how far it is trusted, where it was seen to work. Names of configuration, never a secret.")
  public List<SystemEntry> list() {
    return connectors.catalogue();
  }

  @GET
  @Path("{system}")
  @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "catalogued", summary = "One of them")
  public SystemEntry of(@PathParam("system") String system) {
    return connectors.catalogue().stream().filter(one -> one.system().equals(system)).findFirst().orElseThrow(() -> Refused.absent("no system " + system));
  }
}
