package dev.segue.media.manifest;

import java.util.HashMap;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Languages as manifests want them (BCP 47, shortest form): {@code eng} becomes {@code en}. The source's own text could hold
 * anything, quotes and line breaks included, so only well-formed tags get through.
 */
final class LanguageTag {
    /** ISO 639-2 has two codes for some languages; Java knows the terminological one only. */
    private static final Map<String, String> BIBLIOGRAPHIC = Map.ofEntries(
            Map.entry("alb", "sq"),
            Map.entry("arm", "hy"),
            Map.entry("baq", "eu"),
            Map.entry("bur", "my"),
            Map.entry("chi", "zh"),
            Map.entry("cze", "cs"),
            Map.entry("dut", "nl"),
            Map.entry("fre", "fr"),
            Map.entry("geo", "ka"),
            Map.entry("ger", "de"),
            Map.entry("gre", "el"),
            Map.entry("ice", "is"),
            Map.entry("mac", "mk"),
            Map.entry("mao", "mi"),
            Map.entry("may", "ms"),
            Map.entry("per", "fa"),
            Map.entry("rum", "ro"),
            Map.entry("slo", "sk"),
            Map.entry("tib", "bo"),
            Map.entry("wel", "cy"));

    private static final Map<String, String> SHORT = shortForms();

    private LanguageTag() {}

    /** Empty for unknown, undetermined and ill-formed languages. */
    static Optional<String> of(@Nullable String language) {
        if (language == null) {
            return Optional.empty();
        }
        String lower = language.strip().toLowerCase(Locale.ROOT);
        try {
            String tag = new Locale.Builder()
                    .setLanguageTag(SHORT.getOrDefault(lower, lower))
                    .build()
                    .toLanguageTag();
            return tag.equals("und") ? Optional.empty() : Optional.of(tag);
        } catch (IllformedLocaleException e) {
            return Optional.empty();
        }
    }

    /** For people, in English: {@code German}. */
    static String shown(String tag) {
        return Locale.forLanguageTag(tag).getDisplayName(Locale.ENGLISH);
    }

    private static Map<String, String> shortForms() {
        Map<String, String> forms = new HashMap<>(BIBLIOGRAPHIC);
        for (String language : Locale.getISOLanguages()) {
            forms.put(Locale.of(language).getISO3Language(), language);
        }
        return Map.copyOf(forms);
    }
}
