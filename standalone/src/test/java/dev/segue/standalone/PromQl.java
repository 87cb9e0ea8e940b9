package dev.segue.standalone;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which metrics a Prometheus query asks for. */
final class PromQl {
    private static final Pattern TOKEN = Pattern.compile(
            "\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*'" // texts
                    + "|\\[[^]]*]" // ranges
                    + "|\\$\\{?\\w+}?" // variables of the dashboard
                    + "|[a-zA-Z_:][a-zA-Z0-9_:]*" // names
                    + "|[0-9][0-9.a-zA-Z]*" // numbers and durations
                    + "|[{}()]");

    /** These are followed by labels in brackets. */
    private static final Set<String> BEFORE_LABELS =
            Set.of("by", "without", "on", "ignoring", "group_left", "group_right");

    private static final Set<String> WORDS =
            Set.of("and", "or", "unless", "bool", "offset", "inf", "Inf", "nan", "NaN", "atan2");

    private PromQl() {}

    static Set<String> metrics(String query) {
        List<String> tokens = new ArrayList<>();
        Matcher m = TOKEN.matcher(query);
        while (m.find()) {
            tokens.add(m.group());
        }
        Set<String> metrics = new TreeSet<>();
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            String next = i + 1 < tokens.size() ? tokens.get(i + 1) : "";
            if (token.equals("{")) {
                i = skip(tokens, i, "}");
            } else if (BEFORE_LABELS.contains(token)) {
                i = next.equals("(") ? skip(tokens, i, ")") : i;
            } else if (isName(token) && !WORDS.contains(token) && !next.equals("(") && !beforeGrouping(tokens, i)) {
                metrics.add(token);
            }
        }
        return metrics;
    }

    /** An aggregation: {@code sum by (stage) (...)}. */
    private static boolean beforeGrouping(List<String> tokens, int at) {
        return at + 2 < tokens.size()
                && Set.of("by", "without").contains(tokens.get(at + 1))
                && tokens.get(at + 2).equals("(");
    }

    private static int skip(List<String> tokens, int from, String closing) {
        int at = from;
        while (at < tokens.size() && !tokens.get(at).equals(closing)) {
            at++;
        }
        return at;
    }

    private static boolean isName(String token) {
        return Character.isLetter(token.charAt(0)) || token.charAt(0) == '_' || token.charAt(0) == ':';
    }
}
