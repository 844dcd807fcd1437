package io.throughline.web.problem;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.throughline.store.Traces;
import jakarta.resource.ResourceException;
import jakarta.ws.rs.WebApplicationException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What went wrong, as a problem. Whatever is not known by name is ours: logged whole under the correlation id, answered without a trace. */
public final class Troubles {

  private static final Logger LOG = System.getLogger(Troubles.class.getName());

  /** SQL states of a database that is away, shutting down, out of connections, or that another transaction had to win against. */
  private static final List<String> AWAY = List.of("08", "53", "57P", "40", "55P03");

  private Troubles() {}

  public static Problem problem(Throwable trouble, String correlation) {
    var refused = cause(trouble, Refused.class);
    if (refused.isPresent()) return refused.get().problem();
    var large = cause(trouble, TooLarge.class);
    if (large.isPresent()) return Problem.of(Code.BODY_TOO_LARGE, large.get().getMessage());
    var json = cause(trouble, JsonProcessingException.class);
    if (json.isPresent()) return json(json.get());
    var web = cause(trouble, WebApplicationException.class);
    if (web.isPresent() && web.get().getResponse().getStatus() < 500) return of(web.get());
    var sql = cause(trouble, SQLException.class).map(SQLException::getSQLState).orElse("");
    if (sql.startsWith("22")) return Problem.of(Code.BAD_PARAMETER, "a parameter or cursor cannot be read");
    if (AWAY.stream().anyMatch(sql::startsWith) || cause(trouble, ResourceException.class).isPresent()) {
      LOG.log(Level.WARNING, "{0}: request met a database or broker that is away: {1}", about(correlation), trouble.toString());
      return Problem.of(Code.UNAVAILABLE, "a part of the hub is away; repeat with the same Idempotency-Key");
    }
    LOG.log(Level.ERROR, about(correlation) + ": request failed", trouble);
    return Problem.of(Code.INTERNAL, "the correlation id names this failure in the log");
  }

  private static String about(String correlation) {
    return "correlation=" + correlation + " " + Traces.line();
  }

  static Problem json(JsonProcessingException wrong) {
    if (wrong instanceof JsonMappingException mapping && !(wrong.getCause() instanceof JsonParseException) && !mapping.getPath().isEmpty()) {
      return Problem.of(Code.INVALID_BODY, "a field is not as described", List.of(Pointers.field(mapping)));
    }
    if (wrong instanceof JsonMappingException && wrong.getLocation() != null && !(wrong instanceof com.fasterxml.jackson.databind.exc.MismatchedInputException)) return malformed(wrong);
    if (wrong instanceof JsonMappingException mapping) return Problem.of(Code.INVALID_BODY, "the body is not of the described type", List.of(Pointers.field(mapping)));
    return malformed(wrong);
  }

  private static Problem malformed(JsonProcessingException wrong) {
    var at = wrong.getLocation();
    return Problem.of(Code.MALFORMED_JSON, at == null ? "not JSON" : "not JSON at line " + at.getLineNr() + ", column " + at.getColumnNr());
  }

  /** Refused by the container; what it says of itself helps nobody outside. */
  private static Problem of(WebApplicationException wrong) {
    var code = Code.of(wrong.getResponse().getStatus());
    return Problem.of(code, code == Code.NOT_FOUND ? "nothing is at this address" : code == Code.BAD_PARAMETER ? "the address or a header cannot be read" : code.remedy());
  }

  private static <T extends Throwable> Optional<T> cause(Throwable trouble, Class<T> type) {
    for (var at = trouble; at != null; at = at.getCause()) if (type.isInstance(at)) return Optional.of(type.cast(at));
    return Optional.empty();
  }
}
