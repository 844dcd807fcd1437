package io.throughline.web.experience;

import io.throughline.books.QuoteBooks;
import io.throughline.finance.quote.QuoteCheck;
import io.throughline.web.Bodies;
import io.throughline.web.idempotency.EffectFree;
import io.throughline.web.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Asked while a quote is written: would it be billable? */
@Path("experience/v1/sales/quote-validations")
@ApplicationScoped
@Produces("application/json")
@Tag(name = "Quotes")
public class QuotesResource {

  @Inject QuoteBooks standing;

  /**
   * @param contract the terms, as a contract of a what-if has them, without an id
   * @param plan for a line with time: line, minutes, role, costPerHour, employer; for a milestone: line, on
   * @param books standing facts that count instead of the firm's own, by kind
   */
  public record Quote(Map<String, Object> contract, List<Map<String, Object>> plan, Map<String, Object> books) {}

  @POST
  @EffectFree
  @Consumes("application/json")
  @RolesAllowed({Roles.SALES_OPS, Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(
      operationId = "validateQuote",
      summary = "Would this quote be billable: bills, currency, tax, margin, and what stands against it",
      description = "The quote is played through the money core as if it had been won, worked as planned and billed at each month's end. Nothing is stored or sent. Terms are those of whatIfSchema; standing facts are the firm's (throughline.quotes.books) unless the body brings its own.")
  @APIResponse(responseCode = "200", description = "The answer; billable is false while anything stands against it, each with a pointer into the body")
  public QuoteCheck.QuoteAnswer validate(Quote quote) {
    var asked = Bodies.present(quote);
    var books = new LinkedHashMap<String, Object>(standing.all());
    if (asked.books() != null) books.putAll(asked.books());
    var said = new LinkedHashMap<String, Object>();
    said.put("contract", Bodies.there("/contract", asked.contract()));
    said.put("plan", asked.plan() == null ? List.of() : asked.plan());
    return QuoteCheck.of(said, books);
  }
}
