package io.throughline.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A vendor's OpenAPI document: which operations exist, what a request must carry, what bodies look like. */
final class Contract {

  private static final ObjectMapper PLAIN = new ObjectMapper();

  private final ObjectNode document;
  private final String prefix;
  private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

  Contract(Path file, String prefix) {
    try {
      document = modern((ObjectNode) nullable(PLAIN.readTree(file.toFile())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.prefix = prefix;
  }

  /** OpenAPI 3.0 says nullable where JSON Schema says a list of types. */
  private static JsonNode nullable(JsonNode node) {
    node.forEach(Contract::nullable);
    if (node instanceof ObjectNode schema && schema.path("nullable").isBoolean() && schema.path("type").isTextual()) {
      var type = schema.path("type").asText();
      schema.putArray("type").add(type).add("null");
    }
    return node;
  }

  /** Swagger 2.0 says elsewhere what a body looks like. */
  private static ObjectNode modern(ObjectNode document) {
    if (!document.path("swagger").asText().startsWith("2")) return document;
    document.path("paths").forEach(path -> path.forEach(operation -> {
      operation.path("parameters").forEach(parameter -> {
        if (!parameter.path("in").asText().equals("body")) return;
        var body = ((ObjectNode) operation).putObject("requestBody").put("required", parameter.path("required").asBoolean());
        body.putObject("content").putObject("application/json").set("schema", parameter.get("schema"));
      });
      operation.path("responses").forEach(response -> {
        if (response.path("schema").path("type").asText().equals("file")) ((ObjectNode) response).putObject("content").putObject("application/json").putObject("schema");
        else if (response.has("schema")) ((ObjectNode) response).putObject("content").putObject("application/json").set("schema", response.get("schema"));
      });
    }));
    return document;
  }

  /**
   * What is wrong with one exchange: nothing, when it keeps to the contract.
   *
   * @param custom pattern of names that the contract need not know; null: unknown names are let through
   */
  List<String> wrong(String method, String uri, Map<String, String> headers, JsonNode body, int status, JsonNode answer, String custom) {
    var address = URI.create(uri);
    var at = operation(method, address.getRawPath());
    if (at == null) return List.of("no operation " + method + " " + uri);
    var wrong = new ArrayList<String>();
    var operation = document.at(at);
    var query = address.getRawQuery() == null ? Set.<String>of() : Stream.of(address.getRawQuery().split("&")).map(pair -> pair.split("=")[0]).collect(Collectors.toSet());
    for (var either : operation.path("parameters")) {
      var parameter = either.has("$ref") ? document.at(either.get("$ref").asText().substring(1)) : either;
      var name = parameter.path("name").asText();
      var there = switch (parameter.path("in").asText()) {
        case "query" -> query.contains(name);
        case "header" -> headers.keySet().stream().anyMatch(name::equalsIgnoreCase);
        default -> true;
      };
      if (parameter.path("required").asBoolean() && !there) wrong.add(method + " " + uri + " lacks " + name);
    }
    if (operation.path("requestBody").path("required").asBoolean() && body == null) wrong.add(method + " " + uri + " lacks a body");
    if (body != null) wrong.addAll(checked("request of " + method + " " + uri, at + "/requestBody/content/application~1json/schema", body, custom));
    if (answer != null) {
      var range = status / 100 + "XX";
      var response = at + "/responses/" + (operation.path("responses").has(String.valueOf(status)) ? status : operation.path("responses").has(range) ? range : "default");
      var shared = document.at(response).path("$ref").asText("");
      if (!shared.isEmpty()) response = shared.substring(1);
      var says = document.at(response).has("content") || status < 400 || document.at(response).isMissingNode(); // a refusal may leave its body open
      if (says) wrong.addAll(checked("answer " + status + " of " + method + " " + uri, response + "/content/application~1json/schema", answer, custom));
    }
    return wrong;
  }

  private List<String> checked(String what, String pointer, JsonNode value, String custom) {
    if (document.at(pointer).isMissingNode()) return List.of(what + ": the contract has no such body");
    try {
      var unknown = custom == null ? List.<String>of() : new Names(document, custom).unknown(document.at(pointer), value);
      if (!unknown.isEmpty()) return unknown.stream().map(name -> what + ": " + name + " is unknown").toList();
      return schema(pointer).validate(PLAIN.readTree(value.toString())).stream().map(message -> what + ": " + message.getMessage()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonSchema schema(String pointer) {
    return schemas.computeIfAbsent(pointer, at -> {
      var schema = PLAIN.createObjectNode();
      schema.setAll(document);
      schema.put("$ref", "#" + at.replace("{", "%7B").replace("}", "%7D"));
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema);
    });
  }

  /** A JSON pointer to the operation; a path without a hole wins over one with. */
  private String operation(String method, String path) {
    if (!path.startsWith(prefix)) return null;
    var rest = path.substring(prefix.length());
    String found = null;
    for (var names = document.get("paths").fieldNames(); names.hasNext(); ) {
      var template = names.next();
      if (!document.get("paths").get(template).has(method.toLowerCase(java.util.Locale.ROOT))) continue;
      if (!rest.matches(template.replaceAll("[.!$()+]", "\\\\$0").replaceAll("\\{[^}]+}", "[^/]+"))) continue;
      var pointer = "/paths/" + template.replace("~", "~0").replace("/", "~1") + "/" + method.toLowerCase(java.util.Locale.ROOT);
      if (found == null || !template.contains("{")) found = pointer;
    }
    return found;
  }
}
