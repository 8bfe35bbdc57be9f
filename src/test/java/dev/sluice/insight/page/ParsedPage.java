package dev.sluice.insight.page;

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

/** A page, parsed by the XML parser of the JDK, which refuses input that is not well-formed. */
public final class ParsedPage {
  private final Document document;

  private ParsedPage(Document document) {
    this.document = document;
  }

  public static ParsedPage parse(String source) {
    try {
      DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
      builder.setErrorHandler(new DefaultHandler());
      return new ParsedPage(builder.parse(new InputSource(new StringReader(source))));
    } catch (Exception e) {
      throw new AssertionError("not well-formed: " + e.getMessage(), e);
    }
  }

  public List<Element> all(String name) {
    NodeList found = document.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  public List<String> texts(String name) {
    return all(name).stream().map(Element::getTextContent).toList();
  }

  public List<String> attributes(String name, String attribute) {
    return all(name).stream().map(element -> element.getAttribute(attribute)).toList();
  }

  public String text() {
    return document.getDocumentElement().getTextContent();
  }
}
