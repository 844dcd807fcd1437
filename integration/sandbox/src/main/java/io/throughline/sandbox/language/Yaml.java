package io.throughline.sandbox.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.Reader;
import java.math.BigDecimal;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** YAML as JSON: anchors are followed, only {@code true} and {@code false} are booleans, decimals stay exact, dates stay text. */
public final class Yaml {

  private Yaml() {}

  public static JsonNode read(Reader in) {
    var root = new org.yaml.snakeyaml.Yaml(new LoaderOptions()).compose(in);
    if (root == null) throw new Malformed("an empty document");
    return json(root);
  }

  private static JsonNode json(Node node) {
    if (node instanceof MappingNode mapping) {
      var object = Json.object();
      mapping.getValue().forEach(pair -> object.set(((ScalarNode) pair.getKeyNode()).getValue(), json(pair.getValueNode())));
      return object;
    }
    if (node instanceof SequenceNode sequence) {
      var array = Json.array();
      sequence.getValue().forEach(item -> array.add(json(item)));
      return array;
    }
    return scalar((ScalarNode) node);
  }

  private static JsonNode scalar(ScalarNode node) {
    var text = node.getValue();
    if (!node.isPlain()) return Json.text(text);
    if (text.equals("true") || text.equals("false")) return BooleanNode.valueOf(text.equals("true"));
    if (node.getTag().equals(Tag.NULL)) return NullNode.getInstance();
    if (node.getTag().equals(Tag.INT) && text.matches("-?(0|[1-9]\\d*)")) return LongNode.valueOf(Long.parseLong(text));
    if (node.getTag().equals(Tag.FLOAT) && text.matches("-?\\d+\\.\\d+")) return DecimalNode.valueOf(new BigDecimal(text));
    return Json.text(text);
  }
}
