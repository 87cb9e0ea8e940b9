package dev.segue.ops.audit;

import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What an MPEG-DASH manifest (ISO/IEC 23009-1) says of one representation.
 *
 * @param segments how many
 * @param start in ticks of the timescale
 * @param end likewise
 */
record DashTimeline(long timescale, long segments, long start, long end) {
    /** All representations by id. */
    static Map<String, DashTimeline> parse(String mpd) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        // The bucket's content is not trusted: no entity may read files of this machine.
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(mpd));
        Map<String, DashTimeline> found = new LinkedHashMap<>();
        String id = "";
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "Representation" -> {
                        id = String.valueOf(xml.getAttributeValue(null, "id"));
                        found.put(id, new DashTimeline(0, 0, 0, 0));
                    }
                    case "SegmentTemplate" ->
                        found.computeIfPresent(id, (i, t) -> new DashTimeline(number(xml, "timescale", 1), 0, 0, 0));
                    case "S" -> found.computeIfPresent(id, (i, t) -> t.with(xml));
                    default -> {
                        // Says nothing of segments.
                    }
                }
            }
        }
        return found;
    }

    private DashTimeline with(XMLStreamReader xml) {
        long repeated = number(xml, "r", 0) + 1;
        long from = number(xml, "t", end);
        return new DashTimeline(
                timescale, segments + repeated, segments == 0 ? from : start, from + repeated * number(xml, "d", 0));
    }

    private static long number(XMLStreamReader xml, String attribute, long otherwise) {
        String value = xml.getAttributeValue(null, attribute);
        return value == null ? otherwise : Long.parseLong(value);
    }
}
