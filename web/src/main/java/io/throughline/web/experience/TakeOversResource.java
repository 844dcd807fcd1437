package io.throughline.web.experience;

import io.throughline.journey.Outcome.Field;
import io.throughline.journey.takeover.TakeOver;
import io.throughline.process.TakeOvers;
import io.throughline.thread.view.Page;
import io.throughline.thread.view.TakeOversView;
import io.throughline.thread.view.TakeOversView.Left;
import io.throughline.web.Bodies;
import io.throughline.web.Paging;
import io.throughline.web.idempotency.Once;
import io.throughline.web.problem.Code;
import io.throughline.web.problem.Problem;
import io.throughline.web.problem.Refused;
import io.throughline.web.security.Caller;
import io.throughline.web.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Engagements that run already and are carried on here: proposed by one person of finance, approved by another. */
@Path("experience/v1/finance/takeovers")
@ApplicationScoped
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Finance")
public class TakeOversResource {

  private static final int LONGEST = 1000;

  @Inject TakeOvers takeOvers;
  @Inject TakeOversView view;
  @Inject Caller caller;

  /** As {@link TakeOver} says; {@code customerId} absent: the client's customer is found as an opening finds it. */
  record Proposal(LocalDate from, String projectId, String customerId, List<TakeOver.Line> lines) {}

  @GET
  @RolesAllowed({Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "takeovers", summary = "Deals that were won and are not carried here, and those that are being taken over", description = "Those that were won before throughline.deals.since; told last first.")
  public Page<Left> list(@Parameter(description = "Part of name, client or id") @QueryParam("like") String like, @BeanParam Paging paging) {
    return paging.of((limit, cursor) -> view.list(like, limit, cursor));
  }

  @GET
  @Path("{system}/{dealId}")
  @RolesAllowed({Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "takeover", summary = "One of them")
  public Left one(@PathParam("system") String system, @PathParam("dealId") String dealId) {
    return view.of(system, dealId).orElseThrow(() -> Refused.absent("no deal " + dealId + " of " + system + " that is not carried here"));
  }

  @POST
  @Path("{system}/{dealId}")
  @RolesAllowed({Roles.FINANCE, Roles.ADMIN})
  @Once(keptDays = 35)
  @Operation(
      operationId = "proposeTakeover",
      summary = "Propose to carry on here what is left of an engagement",
      description = "From a day on, in the project that it has: what was billed of each line before, and which work of the project it is. Nothing is written to any system until another person approves it. A proposal that was withdrawn or is held may be made anew.")
  @APIResponse(responseCode = "201", description = "It waits for approval", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Left.class)))
  public Response propose(@PathParam("system") String system, @PathParam("dealId") String dealId, Proposal proposal) {
    var said = Bodies.present(proposal);
    var wish = new TakeOvers.Wish(Bodies.there("/from", said.from()), Bodies.text("/projectId", said.projectId(), LONGEST), said.customerId(), Bodies.there("/lines", said.lines()));
    var proposed = takeOvers.propose(system, dealId, wish, caller.name());
    return proposed.refusal() == null ? Response.status(Response.Status.CREATED).entity(one(system, dealId)).build() : refused(system, dealId, proposed.refusal(), proposed.fields());
  }

  @POST
  @Path("{system}/{dealId}/approve")
  @RolesAllowed({Roles.FINANCE, Roles.ADMIN})
  @Once(keptDays = 35)
  @Operation(operationId = "approveTakeover", summary = "Carry it on here", description = "By another person than who proposed it.")
  @APIResponse(responseCode = "202", description = "It goes on", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Wishes.Accepted.class)))
  public Response approve(@PathParam("system") String system, @PathParam("dealId") String dealId) {
    return answer(system, dealId, takeOvers.approve(system, dealId, caller.name()));
  }

  @POST
  @Path("{system}/{dealId}/withdraw")
  @RolesAllowed({Roles.FINANCE, Roles.ADMIN})
  @Once(keptDays = 35)
  @Operation(operationId = "withdrawTakeover", summary = "Leave it where it is", description = "Until the project is the hub's: what was created for it is taken back.")
  @APIResponse(responseCode = "202", description = "It is being taken back", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Wishes.Accepted.class)))
  public Response withdraw(@PathParam("system") String system, @PathParam("dealId") String dealId, Wishes.Reason why) {
    return answer(system, dealId, takeOvers.withdraw(system, dealId, Bodies.text("/reason", Bodies.present(why).reason(), LONGEST), caller.name()));
  }

  private static Response answer(String system, String dealId, Optional<io.throughline.process.Journeys.Refusal> refusal) {
    return Wishes.answer(TakeOvers.journey(system, dealId), refusal);
  }

  private static Response refused(String system, String dealId, TakeOvers.Refused why, List<Field> fields) {
    return switch (why) {
      case UNKNOWN -> throw Refused.absent("no deal " + dealId + " of " + system);
      case NOT_WON -> Problem.of(Code.STATE_CONFLICT, "the CRM does not say that this deal is won").response();
      case AMENDS -> Problem.of(Code.STATE_CONFLICT, "it is a change order: take over the deal that it amends, as it is sold by now").response();
      case SEVERAL_ENTITIES -> Problem.of(Code.STATE_CONFLICT, "several of our legal entities deliver it: win what each has left as a deal of its own").response();
      case CARRIED_ALREADY -> Problem.of(Code.STATE_CONFLICT, "it is carried here already").response();
      case UNDER_WAY -> Problem.of(Code.STATE_CONFLICT, "it was proposed already, and is neither withdrawn nor held").response();
      case INCOMPLETE -> Problem.of(Code.INVALID_BODY, "what was sold, and what was done of it before, do not fit", fields).response();
    };
  }
}
