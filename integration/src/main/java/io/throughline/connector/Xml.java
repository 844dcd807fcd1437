package io.throughline.connector;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * XML as the maps and lists that mappings know, for systems that speak SOAP. An element is a map of its children, a repeated one a list,
 * one without children its text; {@code @name} is an attribute and {@code #text} the text beside attributes. Read by local name, written as
 * named, prefixes and {@code @xmlns:} included. A document type is refused: nothing outside is ever fetched.
 */
final class Xml {

  private Xml() {}

  /** Throws {@link IOException} when the bytes are no XML, or carry a document type. */
  static Object read(byte[] xml) throws IOException {
    try {
      var factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setNamespaceAware(true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null); // or it writes to the error stream besides throwing
      var root = builder.parse(new ByteArrayInputStream(xml)).getDocumentElement();
      return Map.of(root.getLocalName(), content(root));
    } catch (SAXException e) {
      throw new IOException(e);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the parser cannot be made safe", e);
    }
  }

  private static Object content(Element element) {
    var content = new LinkedHashMap<String, Object>();
    for (var i = 0; i < element.getAttributes().getLength(); i++) {
      var attribute = element.getAttributes().item(i);
      if (!attribute.getNodeName().startsWith("xmlns")) content.put("@" + attribute.getLocalName(), attribute.getNodeValue());
    }
    var children = false;
    for (var node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (!(node instanceof Element child)) continue;
      children = true;
      content.merge(child.getLocalName(), content(child), Xml::both);
    }
    if (children) return content;
    var text = element.getTextContent().strip();
    if (content.isEmpty()) return text;
    content.put("#text", text);
    return content;
  }

  private static Object both(Object there, Object next) {
    var all = new java.util.ArrayList<Object>(there instanceof List<?> list ? list : List.of(there));
    all.add(next);
    return all;
  }

  /** A map of one root element. */
  static byte[] write(Object tree) {
    var text = new StringWriter();
    try {
      var xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      for (var root : Tree.map(tree).entrySet()) element(xml, root.getKey(), root.getValue());
      xml.writeEndDocument();
      return text.toString().getBytes(StandardCharsets.UTF_8);
    } catch (XMLStreamException e) {
      throw new IllegalArgumentException("cannot be written as XML: " + e.getMessage(), e);
    }
  }

  private static void element(XMLStreamWriter xml, String name, Object value) throws XMLStreamException {
    if (value == null) return;
    if (value instanceof List<?> list) {
      for (var each : list) element(xml, name, each);
      return;
    }
    xml.writeStartElement(name);
    if (!(value instanceof Map)) {
      xml.writeCharacters(String.valueOf(value));
    } else {
      for (var part : Tree.map(value).entrySet()) if (part.getKey().startsWith("@") && part.getValue() != null) xml.writeAttribute(part.getKey().substring(1), String.valueOf(part.getValue()));
      for (var part : Tree.map(value).entrySet()) {
        if (part.getKey().equals("#text")) xml.writeCharacters(String.valueOf(part.getValue()));
        else if (!part.getKey().startsWith("@")) element(xml, part.getKey(), part.getValue());
      }
    }
    xml.writeEndElement();
  }
}
