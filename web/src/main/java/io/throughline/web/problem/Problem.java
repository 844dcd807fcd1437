package io.throughline.web.problem;

import io.throughline.journey.Outcome.Field;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An RFC 9457 problem. {@code type}, {@code instance} and {@code correlationId} are added where the answer leaves the hub. */
@Schema(description = "Why a request was refused (RFC 9457)")
public record Problem(
    @Schema(description = "Address that explains the code", examples = "http://127.0.0.1:9080/problems/INVALID_BODY") String type,
    String title,
    @Schema(description = "Equals the HTTP status") int status,
    @Schema(description = "What is wrong in this case") String detail,
    @Schema(description = "Path of the request") String instance,
    @Schema(description = "Stable code, for programs") String code,
    String correlationId,
    @Schema(description = "The engagement, where one is concerned") String threadId,
    @Schema(description = "What the request changed: NONE, APPLIED or UNKNOWN") String effect,
    @Schema(description = "Whether the same request, with the same Idempotency-Key, may succeed later") boolean retryable,
    @Schema(description = "Each wrong field by JSON pointer (RFC 6901)") List<Field> errors) {

  public static final String MEDIA_TYPE_NAME = "application/problem+json";
  public static final MediaType MEDIA_TYPE = new MediaType("application", "problem+json");

  public static Problem of(Code code, String detail) {
    return of(code, detail, null);
  }

  public static Problem of(Code code, String detail, List<Field> errors) {
    var effect = code.status() >= 500 ? "UNKNOWN" : "NONE";
    return new Problem(null, code.title(), code.status(), detail, null, code.name(), null, null, effect, code.retryable(), errors);
  }

  /** One wrong field. */
  public static Problem field(Code code, String pointer, String fieldCode, String message) {
    return of(code, message, List.of(new Field(pointer, fieldCode, message)));
  }

  public Problem onThread(String thread) {
    return new Problem(type, title, status, detail, instance, code, correlationId, thread, effect, retryable, errors);
  }

  Problem at(String typeBase, String path, String correlation) {
    return new Problem(typeBase + code, title, status, detail, path, code, correlation, threadId, effect, retryable, errors);
  }

  public Response response() {
    return Response.status(status).type(MEDIA_TYPE).entity(this).build();
  }
}
