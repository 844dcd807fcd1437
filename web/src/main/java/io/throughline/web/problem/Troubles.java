package io.throughline.web.problem;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import jakarta.ws.rs.WebApplicationException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

/** What went wrong, as a problem. Whatever is not known by name is ours: logged whole under the correlation id, answered without a trace. */
public final class Troubles {

  private static final Logger LOG = System.getLogger(Troubles.class.getName());

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
    LOG.log(Level.ERROR, "request " + correlation + " failed", trouble);
    return Problem.of(Code.INTERNAL, "the correlation id names this failure in the log");
  }

  static Problem json(JsonProcessingException wrong) {
    if (wrong instanceof JsonMappingException mapping && !(wrong.getCause() instanceof JsonParseException) && !mapping.getPath().isEmpty()) {
      return Problem.of(Code.INVALID_BODY, "a field is not as described", List.of(Pointers.field("", mapping)));
    }
    if (wrong instanceof JsonMappingException && wrong.getLocation() != null && !(wrong instanceof com.fasterxml.jackson.databind.exc.MismatchedInputException)) return malformed(wrong);
    if (wrong instanceof JsonMappingException mapping) return Problem.of(Code.INVALID_BODY, "the body is not of the described type", List.of(Pointers.field("", mapping)));
    return malformed(wrong);
  }

  private static Problem malformed(JsonProcessingException wrong) {
    var at = wrong.getLocation();
    return Problem.of(Code.MALFORMED_JSON, at == null ? "not JSON" : "not JSON at line " + at.getLineNr() + ", column " + at.getColumnNr());
  }

  private static Problem of(WebApplicationException wrong) {
    var code = Code.of(wrong.getResponse().getStatus());
    var said = wrong.getMessage();
    // what the container says of itself helps nobody outside
    var ours = said != null && !said.startsWith("RESTEASY") && !said.startsWith("HTTP ");
    return Problem.of(code, ours ? said : code.remedy());
  }

  private static <T extends Throwable> Optional<T> cause(Throwable trouble, Class<T> type) {
    for (var at = trouble; at != null; at = at.getCause()) if (type.isInstance(at)) return Optional.of(type.cast(at));
    return Optional.empty();
  }
}
