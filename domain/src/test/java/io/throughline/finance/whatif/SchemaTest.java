package io.throughline.finance.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

@SuppressWarnings("unchecked")
class SchemaTest {

  @Test
  void thePublishedSchemaIsExactlyWhatIsRead() throws IOException {
    try (var published = SchemaOf.class.getResourceAsStream("/schema/what-if.schema.json")) {
      assertThat(new String(published.readAllBytes(), StandardCharsets.UTF_8).strip()).isEqualTo(SchemaPrinter.pretty(SchemaOf.theBundle()));
    }
  }

  @Test
  void everyFieldSaysWhatItMeans() {
    assertThat(silent(SchemaOf.theBundle())).isEmpty();
  }

  @Test
  void aCaseThatIsAnsweredSaysEveryFieldAndEveryWord() {
    var schema = SchemaOf.theBundle();
    var definitions = new TreeMap<String, Object>((Map<String, ?>) schema.get("$defs"));
    definitions.put("Bundle", schema);
    var sayable = new TreeSet<String>();
    definitions.forEach((name, each) -> properties(each).forEach((field, property) -> {
      sayable.add(name + "." + field);
      words(property).forEach(word -> sayable.add(name + "." + field + "=" + word));
    }));

    for (var each : CasesTest.all().values()) if (!each.containsKey("refused")) hear(definitions, "Bundle", CasesTest.bundle(each), sayable);

    assertThat(sayable).as("fields and words that no case says").isEmpty();
  }

  /** Strikes out what an object says. */
  private static void hear(Map<String, ?> definitions, String name, Map<?, ?> told, Set<String> unsaid) {
    var properties = properties(definitions.get(name));
    told.forEach((field, value) -> {
      var property = (Map<?, ?>) properties.get(field);
      unsaid.remove(name + "." + field);
      for (var one : value instanceof List<?> many ? many : List.of(value)) {
        unsaid.remove(name + "." + field + "=" + one);
        var each = property.get("items") instanceof Map<?, ?> items ? items : property;
        if (each.get("$ref") != null) hear(definitions, each.get("$ref").toString().substring("#/$defs/".length()), (Map<?, ?>) one, unsaid);
      }
    });
  }

  private static Map<?, ?> properties(Object schema) {
    return (Map<?, ?>) ((Map<?, ?>) schema).get("properties");
  }

  private static List<?> words(Object property) {
    var schema = (Map<?, ?>) property;
    if (schema.get("items") instanceof Map<?, ?> items) return words(items);
    return schema.get("enum") instanceof List<?> words ? words : List.of();
  }

  private static List<String> silent(Object tree) {
    if (!(tree instanceof Map<?, ?> map)) return List.of();
    var found = new ArrayList<String>();
    if (map.get("properties") instanceof Map<?, ?> properties) {
      properties.forEach((name, each) -> {
        if (!(each instanceof Map<?, ?> property) || property.get("description") == null || property.get("description").toString().isBlank()) found.add(name.toString());
      });
    }
    map.values().forEach(each -> found.addAll(silent(each)));
    return found;
  }
}
