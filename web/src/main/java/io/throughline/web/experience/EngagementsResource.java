package io.throughline.web.experience;

import io.throughline.thread.view.Engagement;
import io.throughline.thread.view.EngagementThread;
import io.throughline.thread.view.EngagementsView;
import io.throughline.thread.view.Invoice;
import io.throughline.thread.view.Page;
import io.throughline.web.Paging;
import io.throughline.web.Words;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Engagements as each audience sees them. */
@Path("experience/v1/{audience: sales|delivery|finance|operations}/engagements")
@ApplicationScoped
@Produces("application/json")
@Tag(name = "Engagements")
public class EngagementsResource {

  @Inject EngagementsView engagements;
  @Inject Viewers viewers;

  @GET
  @RolesAllowed({Roles.SALES_OPS, Roles.DELIVERY, Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "engagements", summary = "Engagements, the one won last first", description = "Delivery sees no amounts. Each audience's role (and auditor, admin) may look.")
  public Page<Engagement> list(
      @Parameter(description = "sales, delivery, finance or operations") @PathParam("audience") String audience,
      @Parameter(description = "opening, active, undone, closed or not-undone") @QueryParam("state") String state,
      @Parameter(description = "The last stage reached: sold, active, delivering, drafted, invoiced or paid") @QueryParam("stage") String stage,
      @Parameter(description = "Of the contract") @QueryParam("currency") String currency,
      @Parameter(description = "Part of name, client or an id of it in any system; or the whole number or id of one of its documents") @QueryParam("like") String like,
      @BeanParam Paging paging) {
    Words.of("state", state, "opening", "active", "undone", "closed", "not-undone");
    Words.of("stage", stage, "sold", "active", "delivering", "drafted", "invoiced", "paid");
    var looks = viewers.named(audience);
    return paging.of((limit, cursor) -> engagements.list(looks, state, stage, currency, like, limit, cursor));
  }

  @GET
  @Path("{threadId}")
  @RolesAllowed({Roles.SALES_OPS, Roles.DELIVERY, Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(
      operationId = "engagement",
      summary = "The whole thread of one engagement",
      description =
          "From the quote line to the posting, across all systems, with ids, amounts and times. Sales see money without hours and people, delivery hours without money, finance both with the"
              + " journals, operations everything. Parts that an audience does not see are absent.")
  public EngagementThread of(
      @Parameter(description = "sales, delivery, finance or operations") @PathParam("audience") String audience, @PathParam("threadId") String threadId) {
    return engagements.thread(threadId, viewers.named(audience)).orElseThrow(() -> Refused.absent("no engagement " + threadId));
  }

  @GET
  @Path("{threadId}/documents/{documentId}")
  @RolesAllowed({Roles.SALES_OPS, Roles.DELIVERY, Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(
      operationId = "engagementDocument",
      summary = "One invoice or credit note of an engagement, each line down to its time entries",
      description = "The thread itself only counts the entries behind a line. Delivery sees hours without money; sales see no lines.")
  public Invoice document(
      @Parameter(description = "sales, delivery, finance or operations") @PathParam("audience") String audience, @PathParam("threadId") String threadId, @PathParam("documentId") String documentId) {
    return engagements.document(threadId, documentId, viewers.named(audience)).orElseThrow(() -> Refused.absent("no document " + documentId + " of engagement " + threadId));
  }
}
