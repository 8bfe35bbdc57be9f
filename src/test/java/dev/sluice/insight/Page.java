package dev.sluice.insight;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.helpers.DefaultHandler;

/**
 * A report page, parsed by the XML parser of the JDK, which refuses input that is not well-formed.
 */
final class Page {
  private final Document document;

  private Page(Document document) {
    this.document = document;
  }

  static Page of(TrainingReport report) {
    return parse(report.html());
  }

  static Page parse(String source) {
    try {
      DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
      builder.setErrorHandler(new DefaultHandler());
      return new Page(builder.parse(new InputSource(new StringReader(source))));
    } catch (Exception e) {
      throw new AssertionError("not well-formed: " + e.getMessage(), e);
    }
  }

  List<Element> all(String name) {
    NodeList found = document.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  List<String> texts(String name) {
    return all(name).stream().map(Element::getTextContent).toList();
  }

  List<String> attributes(String name, String attribute) {
    return all(name).stream().map(element -> element.getAttribute(attribute)).toList();
  }

  String text() {
    return document.getDocumentElement().getTextContent();
  }
}
