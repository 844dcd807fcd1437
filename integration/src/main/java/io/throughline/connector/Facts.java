package io.throughline.connector;

import io.throughline.connector.Connector.Source;
import io.throughline.connector.Connectors.Item;
import io.throughline.connector.Connectors.Translation;
import io.throughline.journey.Outcome.Field;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Raw pages to canonical facts, an item at a time. An item that the mapping leaves out is none of ours; one that it cannot read is named. */
final class Facts {

  private Facts() {}

  static Translation read(Connector connector, Source source, Map<String, Object> settings, byte[] raw) {
    Object page;
    try {
      page = Tree.read(raw);
    } catch (IOException e) {
      return new Translation(List.of(problem(source, "", "not-json", "the page is no JSON")), connector.version);
    }
    var variables = Map.of("settings", settings);
    var items = new ArrayList<Item>();
    try {
      var found = source.details() != null ? Tree.list(Tree.map(page).get("items")) : Tree.list(source.items().apply(page, variables));
      for (var i = 0; i < found.size(); i++) {
        items.addAll(items(source, found.get(i), "/items/" + i, variables));
      }
    } catch (IllegalArgumentException e) {
      items.add(problem(source, "", "mapping", e.getMessage()));
    }
    return new Translation(List.copyOf(items), connector.version);
  }

  /** One item makes a fact, none, or several. */
  private static List<Item> items(Source source, Object raw, String pointer, Map<String, ?> variables) {
    try {
      return Tree.list(Tree.present(source.out().apply(raw, variables))).stream().map(Tree::map).filter(fact -> !fact.isEmpty()).map(fact -> item(source, fact, pointer)).toList();
    } catch (IllegalArgumentException e) {
      return List.of(problem(source, pointer, "mapping", e.getMessage()));
    }
  }

  private static Item item(Source source, Map<String, Object> fact, String pointer) {
    var described = source.described();
    var needed = Stream.concat(Stream.of(described.key(), "version"), described.required() == null ? Stream.of() : described.required().stream());
    var missing = needed.filter(name -> fact.get(name) == null).collect(Collectors.joining(", "));
    var problem = missing.isEmpty() ? null : new Field(pointer, "missing", "missing: " + missing);
    return new Item(described.kind(), text(fact, described.key()), text(fact, "version"), new LinkedHashMap<>(fact), problem);
  }

  private static Item problem(Source source, String pointer, String code, String message) {
    return new Item(source.described().kind(), null, null, null, new Field(pointer, code, message));
  }

  private static String text(Map<String, Object> fact, String name) {
    return fact.get(name) == null ? null : String.valueOf(fact.get(name));
  }
}
