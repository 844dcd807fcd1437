package io.throughline.connector;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.StringReader;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads a description, anchors and merges included; what it refuses it names with file, line and path. */
final class Yaml {

  private static final ObjectMapper BINDER =
      JsonMapper.builder()
          .addModule(new SpanModule())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  private Yaml() {}

  static <T> T read(String file, String text, Class<T> type) {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try {
      Object tree = new org.yaml.snakeyaml.Yaml(new SafeConstructor(options)).load(text);
      if (tree == null) throw new ConnectorRefused(file, 1, "empty");
      return BINDER.convertValue(tree, type);
    } catch (MarkedYAMLException e) {
      throw new ConnectorRefused(file, e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1, e.getProblem());
    } catch (IllegalArgumentException e) {
      if (!(e.getCause() instanceof JsonMappingException wrong)) throw e;
      throw new ConnectorRefused(file, line(text, wrong.getPath()), path(wrong.getPath()) + ": " + wrong.getOriginalMessage());
    }
  }

  private static String path(List<JsonMappingException.Reference> path) {
    var text = new StringBuilder();
    path.forEach(step -> text.append(step.getFieldName() == null ? "[" + step.getIndex() + "]" : (text.isEmpty() ? "" : ".") + step.getFieldName()));
    return text.toString();
  }

  /** The line of the deepest key of the path that the text has. */
  private static int line(String text, List<JsonMappingException.Reference> path) {
    Node at = new org.yaml.snakeyaml.Yaml().compose(new StringReader(text));
    var line = at.getStartMark().getLine();
    for (var step : path) {
      var next = child(at, step);
      if (next == null) break;
      line = next.getStartMark().getLine();
      at = next;
    }
    return line + 1;
  }

  private static Node child(Node at, JsonMappingException.Reference step) {
    if (at instanceof MappingNode mapping) {
      for (var entry : mapping.getValue()) {
        if (entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals(step.getFieldName())) return entry.getValueNode();
      }
    }
    return at instanceof org.yaml.snakeyaml.nodes.SequenceNode list && step.getIndex() >= 0 && step.getIndex() < list.getValue().size() ? list.getValue().get(step.getIndex()) : null;
  }
}
