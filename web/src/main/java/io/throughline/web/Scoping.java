package io.throughline.web;

import io.throughline.thread.view.Scope;
import io.throughline.web.problem.Code;
import io.throughline.web.problem.Problem;
import io.throughline.web.problem.Refused;
import jakarta.ws.rs.QueryParam;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Lists that are looked through before a month is closed: of one legal entity, through a day. */
public class Scoping {

  @QueryParam("entity")
  @Parameter(description = "Of this legal entity only")
  String entity;

  @QueryParam("through")
  @Parameter(description = "Up to this day, it included", schema = @Schema(type = org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING, format = "date"))
  String through;

  public Scope scope() {
    return new Scope(entity, through == null ? null : day());
  }

  private LocalDate day() {
    try {
      return LocalDate.parse(through);
    } catch (DateTimeParseException e) {
      throw new Refused(Problem.of(Code.BAD_PARAMETER, "through: a day as 2026-09-30"));
    }
  }
}
