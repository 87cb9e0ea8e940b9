package dev.segue.media.manifest;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** Indented XML, element by element. */
final class Xml {
    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter out;
    private int depth;

    Xml() throws XMLStreamException {
        out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
        text.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    }

    Xml open(String name) throws XMLStreamException {
        indent();
        out.writeStartElement(name);
        depth++;
        return this;
    }

    Xml empty(String name) throws XMLStreamException {
        indent();
        out.writeEmptyElement(name);
        return this;
    }

    /** Adds an attribute to the element just begun, unless {@code value} is null. */
    Xml attr(String name, @Nullable Object value) throws XMLStreamException {
        if (value != null) {
            out.writeAttribute(name, value.toString());
        }
        return this;
    }

    Xml close() throws XMLStreamException {
        depth--;
        indent();
        out.writeEndElement();
        return this;
    }

    String finish() throws XMLStreamException {
        out.writeCharacters("\n");
        out.close();
        return text.toString();
    }

    private void indent() throws XMLStreamException {
        out.writeCharacters("\n" + "  ".repeat(depth));
    }
}
