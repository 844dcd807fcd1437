package io.throughline.web.process;

import io.throughline.finance.whatif.Refusal;
import io.throughline.finance.whatif.SchemaOf;
import io.throughline.finance.whatif.WhatIf;
import io.throughline.finance.whatif.WhatIf.Outcome;
import io.throughline.journey.Outcome.Field;
import io.throughline.web.Bodies;
import io.throughline.web.idempotency.EffectFree;
import io.throughline.web.problem.Code;
import io.throughline.web.problem.Problem;
import io.throughline.web.security.BodyLimit;
import io.throughline.web.security.Roles;
import io.throughline.web.security.TakesFacts;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Asks the money core: facts in, documents, journals, figures and proofs out. No rows, no messages. */
@Path("process/v1/what-if")
@ApplicationScoped
@Produces("application/json")
@Tag(name = "Process")
public class WhatIfResource {

  /** Facts as they were, and as they would be. */
  public record Compared(Map<String, Object> was, Map<String, Object> becomes) {}

  /** Sums of postings that differ, and the rules that made both. */
  public record Differences(String rules, List<Map<String, Object>> differences) {}

  @POST
  @EffectFree
  @TakesFacts(setting = BodyLimit.WHAT_IF, bytes = BodyLimit.WHAT_IF_BYTES)
  @Consumes("application/json")
  @RolesAllowed({Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(
      operationId = "whatIf",
      summary = "What would be billed, earned, posted and owed if these were the facts",
      description = "A bundle by the schema of whatIfSchema. Pure: nothing is stored or sent, the order of facts does not matter, the same input gives the same bytes.")
  @APIResponse(responseCode = "200", description = "Billing events, invoices, credit notes, journals, revenue, balances, figures, held items, explanations and the conservation proof")
  public Response ask(Map<String, Object> bundle) {
    return WhatIf.of(Bodies.present(bundle))
        .fold(
            answered -> Response.ok(answered.tree()).build(),
            refused -> refused("", refused.refusals()));
  }

  @POST
  @Path("differences")
  @EffectFree
  @TakesFacts(setting = BodyLimit.WHAT_IF, bytes = BodyLimit.WHAT_IF_BYTES)
  @Consumes("application/json")
  @RolesAllowed({Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(
      operationId = "whatIfDifferences",
      summary = "What a change of facts does, in money",
      description = "Two bundles by the schema of whatIfSchema. By entity, period, thread, account and currency; what stays the same is left out.")
  @APIResponse(responseCode = "200", description = "The differences", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Differences.class)))
  public Response differences(Compared bundles) {
    var was = WhatIf.of(Bodies.there("/was", Bodies.present(bundles).was()));
    var becomes = WhatIf.of(Bodies.there("/becomes", bundles.becomes()));
    if (was instanceof Outcome.Refused refused) return refused("/was", refused.refusals());
    if (becomes instanceof Outcome.Refused refused) return refused("/becomes", refused.refusals());
    return Response.ok(new Differences(WhatIf.RULES, WhatIf.difference((Outcome.Answered) was, (Outcome.Answered) becomes))).build();
  }

  /** Pointers are within the body: {@code at} is where the bundle stands in it. */
  static Response refused(String at, List<Refusal> refusals) {
    return Problem.of(
            Code.INVALID_BODY,
            "this cannot be answered: " + refusals.size() + " refusals",
            refusals.stream().map(refusal -> new Field(at + refusal.pointer(), refusal.code(), refusal.text())).toList())
        .response();
  }

  @GET
  @Path("schema")
  @Produces("application/schema+json")
  @RolesAllowed({Roles.SALES_OPS, Roles.DELIVERY, Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "whatIfSchema", summary = "The JSON Schema 2020-12 of a what-if bundle")
  @APIResponse(responseCode = "200", description = "The schema")
  public Map<String, Object> schema() {
    return SchemaOf.theBundle();
  }

  @GET
  @Path("changes/schema")
  @Produces("application/schema+json")
  @RolesAllowed({Roles.SALES_OPS, Roles.DELIVERY, Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "whatIfChangesSchema", summary = "The JSON Schema 2020-12 of what may be otherwise in a month")
  @APIResponse(responseCode = "200", description = "The schema")
  public Map<String, Object> changesSchema() {
    return SchemaOf.theChanges();
  }
}
