package dev.segue.stage;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Kafka's headers as {@code EventCodec} reads them. */
public final class HeaderTexts {
    private HeaderTexts() {}

    /** UTF-8 texts by name; of several with one name the last one counts, and those without a value are left out. */
    public static Map<String, String> of(Headers headers) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Header header : headers) {
            if (header.value() != null) {
                texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }
}
