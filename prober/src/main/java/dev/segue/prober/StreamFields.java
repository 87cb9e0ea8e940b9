package dev.segue.prober;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segue.contract.Rational;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** The fields that ffprobe prints of one stream. They may be missing, zero or nonsense. */
record StreamFields(JsonNode node) {
    String text(String field) {
        return node.path(field).asText("");
    }

    int number(String field) {
        return node.path(field).asInt();
    }

    boolean flag(String disposition) {
        return node.path("disposition").path(disposition).asInt() == 1;
    }

    String tag(String name) {
        return node.path("tags").path(name).asText("").strip();
    }

    /** FFmpeg's name of something it may not know. */
    @Nullable
    String known(String field) {
        String name = text(field);
        return name.isEmpty() || name.equals("unknown") || name.equals("reserved") ? null : name;
    }

    SideData sideData() {
        return new SideData(node.path("side_data_list"));
    }

    @Nullable
    Rational rational(String field) {
        String text = text(field);
        if (!text.matches("-?\\d{1,12}[/:]\\d{1,12}")) {
            return null;
        }
        String[] parts = text.split("[/:]", 2);
        long den = Long.parseLong(parts[1]);
        long num = Long.parseLong(parts[0]);
        return den == 0 || num == 0 ? null : new Rational(num, den);
    }

    static @Nullable Long micros(JsonNode seconds) {
        String text = seconds.asText("");
        if (!text.matches("-?\\d{1,12}(\\.\\d{1,12})?")) {
            return null;
        }
        return new BigDecimal(text)
                .movePointRight(6)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }
}
