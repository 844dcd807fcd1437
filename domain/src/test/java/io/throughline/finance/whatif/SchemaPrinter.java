package io.throughline.finance.whatif;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes the published schema anew: run {@code main} with the file's path after a field changed. */
final class SchemaPrinter {

  private SchemaPrinter() {}

  public static void main(String[] arguments) throws IOException {
    Files.writeString(Path.of(arguments[0]), pretty(SchemaOf.theBundle()) + "\n");
  }

  static String pretty(Object tree) {
    return pretty(tree, "");
  }

  private static String pretty(Object tree, String indent) {
    var deeper = indent + "  ";
    if (tree instanceof Map<?, ?> map && !map.isEmpty()) {
      return "{\n" + String.join(",\n", map.entrySet().stream().map(each -> deeper + Json.write(each.getKey()) + ": " + pretty(each.getValue(), deeper)).toList()) + "\n" + indent + "}";
    }
    if (tree instanceof List<?> list && list.stream().anyMatch(each -> each instanceof Map)) {
      return "[\n" + String.join(",\n", list.stream().map(each -> deeper + pretty(each, deeper)).toList()) + "\n" + indent + "]";
    }
    return Json.write(tree);
  }
}
