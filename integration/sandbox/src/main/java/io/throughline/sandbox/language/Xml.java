package io.throughline.sandbox.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * XML as JSON and back: an element is an object of its children by local name, a repeated one a list, an empty one empty text;
 * {@code @name} is an attribute, {@code #text} the text beside attributes. A document with a DTD is refused.
 */
public final class Xml {

  private Xml() {}

  public static JsonNode read(byte[] xml) {
    try {
      var factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setNamespaceAware(true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      var root = builder.parse(new ByteArrayInputStream(xml)).getDocumentElement();
      return Json.object().set(root.getLocalName(), content(root));
    } catch (SAXException malformed) {
      throw new Malformed(malformed.getMessage());
    } catch (ParserConfigurationException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static JsonNode content(Element element) {
    var content = Json.object();
    for (int i = 0; i < element.getAttributes().getLength(); i++) {
      var attribute = element.getAttributes().item(i);
      if (!attribute.getNodeName().startsWith("xmlns")) content.put("@" + attribute.getNodeName(), attribute.getNodeValue());
    }
    boolean children = false;
    for (var node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (!(node instanceof Element child)) continue;
      children = true;
      add(content, child.getLocalName(), content(child));
    }
    if (children) return content;
    var text = element.getTextContent().strip();
    return content.isEmpty() ? Json.text(text) : content.put("#text", text);
  }

  private static void add(ObjectNode content, String name, JsonNode value) {
    var there = content.get(name);
    if (there == null) content.set(name, value);
    else if (there instanceof ArrayNode list) list.add(value);
    else content.set(name, Json.array().add(there).add(value));
  }

  public static String write(JsonNode tree) {
    var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    tree.fields().forEachRemaining(root -> element(xml, root.getKey(), root.getValue()));
    return xml.toString();
  }

  private static void element(StringBuilder xml, String name, JsonNode value) {
    if (value.isArray()) {
      value.forEach(each -> element(xml, name, each));
      return;
    }
    xml.append('<').append(name);
    value.fields().forEachRemaining(field -> {
      if (field.getKey().startsWith("@")) xml.append(' ').append(field.getKey().substring(1)).append("=\"").append(escaped(field.getValue().asText())).append('"');
    });
    xml.append('>');
    if (value.isValueNode()) xml.append(escaped(value.asText()));
    value.fields().forEachRemaining(field -> {
      if (field.getKey().equals("#text")) xml.append(escaped(field.getValue().asText()));
      else if (!field.getKey().startsWith("@")) element(xml, field.getKey(), field.getValue());
    });
    xml.append("</").append(name).append('>');
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
  }
}
