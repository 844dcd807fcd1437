package io.throughline.web.experience;

import io.throughline.books.Counting;
import io.throughline.books.Counting.Counted;
import io.throughline.thread.view.AuditView;
import io.throughline.thread.view.Evidence;
import io.throughline.thread.view.EvidenceView;
import io.throughline.thread.view.Overview;
import io.throughline.thread.view.Page;
import io.throughline.thread.view.SystemsView;
import io.throughline.web.Numbers;
import io.throughline.web.Paging;
import io.throughline.web.problem.Refused;
import io.throughline.web.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What operators look at. */
@Path("experience/v1/operations")
@ApplicationScoped
@Produces("application/json")
@Tag(name = "Operations")
public class OperationsResource {

  private static final int RETRY_SECONDS = 30;

  @Inject Overview overview;
  @Inject Counting counting;
  @Inject SystemsView systems;
  @Inject EvidenceView evidence;
  @Inject AuditView audit;
  @Inject Viewers viewers;

  @GET
  @Path("overview")
  @RolesAllowed({Roles.SALES_OPS, Roles.DELIVERY, Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "overview", summary = "The state of the hub in numbers", description = "Everybody sees how far the threads are and what waits for a decision; delivery no amounts, and only operators what waits for systems.")
  public Overview.Numbers overview() {
    return overview.now().to(viewers.own());
  }

  @GET
  @Path("proofs")
  @RolesAllowed({Roles.OPERATOR, Roles.FINANCE, Roles.AUDITOR, Roles.ADMIN})
  @Operation(
      operationId = "proofs",
      summary = "Count in full that nothing was lost or counted twice",
      description = "Minutes, money, balanced journals, one receipt an effect, complete threads. holds is true when every residual is zero. Of books of many million entries a count takes minutes: then"
          + " the last one is told, current is false, and the next one begins after a rest. One count runs at a time, for all who ask.")
  @APIResponse(responseCode = "200", description = "The books as they were at countedAt: now, where current is true", content = @Content(schema = @Schema(implementation = Counted.class)))
  @APIResponse(responseCode = "202", description = "The first count since the start of the server is under way; ask again")
  public Response proofs() {
    var counted = counting.now();
    return counted.countedAt() == null ? Response.accepted(counted).header("Retry-After", RETRY_SECONDS).build() : Response.ok(counted).build();
  }

  @GET
  @Path("waiting")
  @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "waiting", summary = "Commands that wait for a system, in the order in which they are released")
  public Page<SystemsView.Waiting> waiting(@QueryParam("system") String system, @QueryParam("threadId") String threadId, @BeanParam Paging paging) {
    return paging.of((limit, cursor) -> systems.waiting(system, threadId, limit, cursor));
  }

  @GET
  @Path("audit")
  @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "audit", summary = "Who did what, the latest first")
  public Page<AuditView.Entry> audit(
      @Parameter(description = "Such as journey:J-…, exception:17 or system:…") @QueryParam("subject") String subject, @QueryParam("actor") String actor, @BeanParam Paging paging) {
    return paging.of((limit, cursor) -> audit.list(subject, actor, limit, cursor));
  }

  @GET
  @Path("evidence")
  @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "unreadEvidence", summary = "What arrived and is not read yet, the oldest first")
  public Page<Evidence> unread(@BeanParam Paging paging) {
    return paging.of(evidence::unread);
  }

  @GET
  @Path("evidence/{id}")
  @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "evidenceOf", summary = "What arrived, and what became of each fact in it")
  public Evidence evidence(@PathParam("id") String id) {
    return evidence.of(Numbers.id(id)).orElseThrow(() -> Refused.absent("no evidence " + id));
  }

  @GET
  @Path("evidence/{id}/raw")
  @Produces("application/octet-stream")
  @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "rawEvidence", summary = "The bytes as they arrived")
  @APIResponse(responseCode = "200", description = "Never interpreted: a download")
  public Response raw(@PathParam("id") String id) {
    var raw = evidence.raw(Numbers.id(id)).orElseThrow(() -> Refused.absent("no evidence " + id));
    return Response.ok(raw)
        .type("application/octet-stream")
        .header("Content-Disposition", "attachment; filename=\"evidence-" + Numbers.id(id) + "\"")
        .header("X-Content-Type-Options", "nosniff")
        .build();
  }
}
