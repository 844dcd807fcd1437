package io.throughline.web.experience;

import io.throughline.books.WriteOffs;
import io.throughline.thread.Engagements;
import io.throughline.thread.view.Page;
import io.throughline.thread.view.WriteOffView;
import io.throughline.thread.view.WriteOffView.WriteOff;
import io.throughline.web.Bodies;
import io.throughline.web.Numbers;
import io.throughline.web.Paging;
import io.throughline.web.Words;
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
import java.net.URI;
import java.time.LocalDate;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Time that is given up: proposed by delivery or finance, approved by another person of finance. */
@Path("experience/v1/finance/write-offs")
@ApplicationScoped
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Finance")
public class WriteOffsResource {

  private static final int LONGEST = 1000;

  @Inject WriteOffs writeOffs;
  @Inject WriteOffView view;
  @Inject Engagements engagements;
  @Inject Caller caller;

  /** Of which engagement; worked {@code from} (absent: from the beginning) {@code through}, both inclusive; of a line or a person where said. */
  record Proposal(String threadId, LocalDate from, LocalDate through, String lineId, String personId, String reason) {}

  @GET
  @RolesAllowed({Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "writeOffs", summary = "Time that somebody wants not to be billed, and what was decided", description = "The newest first. Once approved, minutes and amount are what was written off.")
  public Page<WriteOff> list(
      @Parameter(description = "proposed, approved, declined or taken-back; absent: all") @QueryParam("state") String state, @Parameter(description = "Only this engagement's") @QueryParam("threadId") String threadId, @BeanParam Paging paging) {
    Words.of("state", state, "proposed", "approved", "declined", "taken-back");
    return paging.of((limit, cursor) -> view.list(state, threadId, limit, cursor));
  }

  @GET
  @Path("{id}")
  @RolesAllowed({Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "writeOff", summary = "One of them")
  public WriteOff one(@PathParam("id") String id) {
    return view.of(Numbers.id(id)).orElseThrow(() -> Refused.absent("no write-off " + id));
  }

  @GET
  @Path("{id}/entries")
  @RolesAllowed({Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "writeOffEntries", summary = "The time entries of one of them, by day", description = "As they were when it was proposed; once it is decided, which of them were written off.")
  public Page<WriteOffView.Entry> entries(@PathParam("id") String id, @BeanParam Paging paging) {
    one(id);
    return paging.of((limit, cursor) -> view.entries(Numbers.id(id), limit, cursor));
  }

  @POST
  @RolesAllowed({Roles.FINANCE, Roles.DELIVERY, Roles.ADMIN})
  @Once(keptDays = 35)
  @Operation(
      operationId = "proposeWriteOff",
      summary = "Propose to write off time of an engagement",
      description = "Whole entries that are unbilled or held, and in no draft and under no cap or fee, as they are now. Nothing changes until another person approves it.")
  @APIResponse(responseCode = "201", description = "Proposed", content = @Content(mediaType = "application/json", schema = @Schema(implementation = WriteOff.class)))
  public Response propose(Proposal proposal) {
    var threadId = Bodies.there("/threadId", Bodies.present(proposal).threadId());
    var through = Bodies.there("/through", proposal.through());
    var reason = Bodies.text("/reason", proposal.reason(), LONGEST);
    if (engagements.of(threadId).isEmpty()) return Problem.field(Code.INVALID_BODY, "/threadId", "ENGAGEMENT_UNKNOWN", "no engagement " + threadId).response();
    return writeOffs
        .propose(threadId, new WriteOffs.Wish(proposal.from(), through, proposal.lineId(), proposal.personId()), reason, caller.name())
        .map(id -> Response.created(URI.create("experience/v1/finance/write-offs/" + id)).entity(caller.isAny(Roles.FINANCE, Roles.ADMIN) ? one(String.valueOf(id)) : one(String.valueOf(id)).withoutMoney()).build())
        .orElseGet(() -> Problem.of(Code.STATE_CONFLICT, "no time of these days is open: it is billed, drafted, covered or written off").response());
  }

  @POST
  @Path("{id}/approve")
  @RolesAllowed({Roles.FINANCE, Roles.ADMIN})
  @Once(keptDays = 35)
  @Operation(operationId = "approveWriteOff", summary = "Write off what was proposed", description = "By another person than who proposed it. What was billed, drafted, covered or changed since is left out.")
  @APIResponse(responseCode = "200", description = "Written off", content = @Content(mediaType = "application/json", schema = @Schema(implementation = WriteOff.class)))
  public Response approve(@PathParam("id") String id) {
    one(id);
    return answer(id, writeOffs.approve(Numbers.id(id), caller.name()));
  }

  @POST
  @Path("{id}/decline")
  @RolesAllowed({Roles.FINANCE, Roles.ADMIN})
  @Once(keptDays = 35)
  @Operation(operationId = "declineWriteOff", summary = "Do not write it off", description = "Everything stays as it is; who proposed it may decline it too.")
  @APIResponse(responseCode = "200", description = "Declined", content = @Content(mediaType = "application/json", schema = @Schema(implementation = WriteOff.class)))
  public Response decline(@PathParam("id") String id, Wishes.Reason why) {
    one(id);
    return answer(id, writeOffs.decline(Numbers.id(id), reason(why), caller.name()));
  }

  @POST
  @Path("{id}/take-back")
  @RolesAllowed({Roles.FINANCE, Roles.ADMIN})
  @Once(keptDays = 35)
  @Operation(operationId = "takeBackWriteOff", summary = "Bind and bill what was written off after all")
  @APIResponse(responseCode = "200", description = "Taken back", content = @Content(mediaType = "application/json", schema = @Schema(implementation = WriteOff.class)))
  public Response takeBack(@PathParam("id") String id, Wishes.Reason why) {
    one(id);
    return answer(id, writeOffs.takeBack(Numbers.id(id), reason(why), caller.name()));
  }

  private static String reason(Wishes.Reason why) {
    return Bodies.text("/reason", Bodies.present(why).reason(), LONGEST);
  }

  private Response answer(String id, Optional<WriteOffs.Refusal> refusal) {
    return refusal
        .map(why -> Problem.of(
                Code.STATE_CONFLICT,
                switch (why) {
                  case NOT_PROPOSED -> "it was decided already";
                  case NOT_APPROVED -> "it is not written off";
                  case OWN_PROPOSAL -> "who proposes a write-off does not approve it";
                  case NOTHING_LEFT -> "all of it was billed, drafted, covered or changed since: decline it";
                })
            .response())
        .orElseGet(() -> Response.ok(one(id)).build());
  }
}
