package io.throughline.web.openapi;

import io.throughline.web.idempotency.Key;
import io.throughline.web.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Adds to every operation of the API what holds for all: the problems it can answer, the key that effects need, the correlation id. */
public class Common implements OASFilter {

  private static final Set<HttpMethod> WITH_EFFECT = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

  private static final Map<String, String> ANY =
      Map.of("400", "A parameter cannot be read", "401", "No token, or one that is expired or forged", "403", "The role does not allow it", "404", "There is no such thing", "500", "Something broke on our side", "503", "Not available now; Retry-After says when");

  private static final Map<String, String> EFFECT =
      Map.of(
          "400", "Malformed JSON, or no Idempotency-Key",
          "409", "The present state does not allow it, or the first request with this key is still running",
          "413", "The body is too large",
          "415", "Only JSON is taken",
          "422", "A field is wrong (errors names it), or the key was used for another request");

  @Override
  public void filterOpenAPI(OpenAPI api) {
    var answers = new Answers(new Shapes(api.getComponents()));
    api.getPaths()
        .getPathItems()
        .forEach((path, item) -> {
          if (!path.startsWith("/api/")) return;
          item.getOperations().values().forEach(answers::describe);
          item.getOperations().forEach(Common::describe);
        });
  }

  private static void describe(HttpMethod method, Operation operation) {
    ANY.forEach((status, says) -> problem(operation, status, says));
    operation.addParameter(header("X-Correlation-Id", false, "Said back on the answer; made if absent"));
    if (!WITH_EFFECT.contains(method)) return;
    EFFECT.forEach((status, says) -> problem(operation, status, says));
    operation.addParameter(header(Key.HEADER, true, "A quoted string, new for each intended effect. A repeat gets the first answer again with Idempotent-Replay: true. Answers are kept 35 days where money moves, a day otherwise."));
  }

  private static void problem(Operation operation, String status, String says) {
    var content = OASFactory.createContent().addMediaType(Problem.MEDIA_TYPE_NAME, OASFactory.createMediaType().schema(OASFactory.createSchema().ref("#/components/schemas/Problem")));
    APIResponse response = OASFactory.createAPIResponse().description(says).content(content);
    if (operation.getResponses() == null) operation.setResponses(OASFactory.createAPIResponses());
    operation.getResponses().addAPIResponse(status, response);
  }

  private static Parameter header(String name, boolean required, String says) {
    return OASFactory.createParameter().name(name).in(Parameter.In.HEADER).required(required).description(says).schema(OASFactory.createSchema().type(List.of(SchemaType.STRING)));
  }
}
