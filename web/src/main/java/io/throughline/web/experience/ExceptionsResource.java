package io.throughline.web.experience;

import io.throughline.thread.view.Casework;
import io.throughline.thread.view.ExceptionItem;
import io.throughline.thread.view.ExceptionsView.Case;
import io.throughline.thread.view.ExceptionsView.Wanted;
import io.throughline.thread.view.ExceptionsView;
import io.throughline.thread.view.Page;
import io.throughline.web.Numbers;
import io.throughline.web.Paging;
import io.throughline.web.Words;
import io.throughline.web.problem.Refused;
import io.throughline.web.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The worklist: what people must decide. */
@Path("experience/v1/operations/exceptions")
@ApplicationScoped
@Produces("application/json")
@Tag(name = "Exceptions")
public class ExceptionsResource {

  @Inject ExceptionsView view;
  @Inject Casework casework;
  @Inject Viewers viewers;

  record Assignees(List<String> names) {}

  @GET
  @RolesAllowed({Roles.SALES_OPS, Roles.DELIVERY, Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(
      operationId = "exceptions",
      summary = "Exceptions, a currency after the other, the largest amount at risk first, where no other order is wanted",
      description = "Then by the earliest date at risk, then the oldest; what has no amount comes last. Amounts of two currencies are never compared. Delivery sees no amounts.")
  public Page<ExceptionItem> list(
      @Parameter(description = "open (the usual), resolved or all") @QueryParam("state") @DefaultValue("open") String state,
      @Parameter(description = "Whose work it is: sales-ops, delivery, finance or operator") @QueryParam("owner") String owner,
      @QueryParam("code") String code,
      @QueryParam("threadId") String threadId,
      @QueryParam("assignedTo") String assignedTo,
      @Parameter(description = "Of the amount at risk") @QueryParam("currency") String currency,
      @Parameter(description = "Part of what is wrong, of the customer, the engagement or an id; or the whole number or id of a document of the engagement") @QueryParam("like") String like,
      @Parameter(description = "Of this legal entity only: of its engagements, or of a project of one") @QueryParam("entity") String entity,
      @Parameter(description = "-amount (the usual), date (at risk) or raised; a minus more or less turns it round") @QueryParam("sort") String sort,
      @BeanParam Paging paging) {
    Words.of("state", state, "open", "resolved", "all");
    Words.of("owner", owner, Roles.SALES_OPS, Roles.DELIVERY, Roles.FINANCE, Roles.OPERATOR);
    Words.of("sort", sort, ExceptionsView.SORTS.words());
    var wanted = new Wanted("all".equals(state) ? null : state, owner, code, threadId, assignedTo, currency, entity, like);
    return paging.of((limit, cursor) -> view.list(wanted, sort, viewers.own(), limit, cursor));
  }

  @GET
  @Path("assignees")
  @RolesAllowed({Roles.SALES_OPS, Roles.DELIVERY, Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "assignees", summary = "Who is known to have acted here lately, to be offered an exception")
  public Assignees assignees() {
    return new Assignees(casework.acted());
  }

  @GET
  @Path("{id}")
  @RolesAllowed({Roles.SALES_OPS, Roles.DELIVERY, Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "exception", summary = "One exception with all that is needed to decide it", description = "Engagement, journey with its effects, raw evidence, comments, audit.")
  public Case of(@PathParam("id") String id) {
    return view.of(Numbers.id(id), viewers.own()).orElseThrow(() -> Refused.absent("no exception " + id));
  }
}
