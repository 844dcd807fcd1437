package io.throughline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A vendor's published contract, when the workspace has it beside the project: answers are held against its schemas. */
final class Contract {

  private static final ObjectMapper PLAIN = new ObjectMapper();

  private final ObjectNode document;

  private Contract(ObjectNode document) {
    this.document = document;
  }

  /** @return null, after saying so aloud, when the contracts are not there */
  static Contract of(String file) throws IOException {
    var path = Path.of("../../../shared/vendors/contracts", file);
    if (!Files.exists(path)) {
      System.err.println("SKIPPED: no vendor contract at " + path.toAbsolutePath().normalize() + ", answers were not held against it");
      return null;
    }
    return new Contract((ObjectNode) nullable(PLAIN.readTree(path.toFile())));
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

  void holds(String pointer, JsonNode answer) throws IOException {
    assertThat(document.at(pointer).isMissingNode()).as("contract has " + pointer).isFalse();
    var schema = PLAIN.createObjectNode();
    schema.setAll(document);
    schema.put("$ref", "#" + pointer.replace("{", "%7B").replace("}", "%7D"));
    var messages = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema).validate(PLAIN.readTree(answer.toString()));
    assertThat(messages).as(pointer + " " + answer).isEmpty();
  }
}
