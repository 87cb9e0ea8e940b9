package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** At two in the morning nobody wants to find out that a page or a command does not exist. */
class RunbooksTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern COMMAND = Pattern.compile("\\./segue ([a-z][^`\\n#|]*)");
    private static final Pattern ALERT = Pattern.compile("`(Segue[A-Z]\\w+)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]*)(?:#([^)]*))?\\)");

    @Test
    void everyAlertHasAPageThatNamesIt() throws Exception {
        for (JsonNode rule : Dashboards.rules()) {
            if (rule.has("alert")) {
                String[] where = rule.at("/annotations/runbook_url").asText().split("#");
                String page = Files.readString(ROOT.resolve(where[0]));
                assertThat(page).as(where[0]).contains("`" + rule.get("alert").asText() + "`");
                if (where.length > 1) {
                    assertThat(headings(page)).as(where[0]).contains(where[1]);
                }
            }
        }
    }

    @Test
    void everyAlertThatAPageNamesExists() throws Exception {
        List<String> alerts =
                Dashboards.rules().stream().map(r -> r.path("alert").asText()).toList();
        for (Path page : pages()) {
            Matcher m = ALERT.matcher(Files.readString(page));
            while (m.find()) {
                assertThat(alerts).as("%s", page).contains(m.group(1));
            }
        }
    }

    @Test
    void everyCommandOfAPageExistsWithItsOptions() throws Exception {
        int commands = 0;
        for (Path page : pages()) {
            Matcher m = COMMAND.matcher(Files.readString(page));
            while (m.find()) {
                CommandLine line = Segue.commandLine();
                String[] words = m.group(1).strip().split("\\s+");
                int word = 0;
                while (word < words.length && line.getSubcommands().containsKey(words[word])) {
                    line = line.getSubcommands().get(words[word++]);
                }
                assertThat(word).as("%s: %s", page, m.group()).isPositive();
                assertThat(line.getSubcommands().keySet().stream().filter(c -> !c.equals("help")))
                        .as("%s: %s needs a further word", page, m.group())
                        .isEmpty();
                for (; word < words.length; word++) {
                    if (words[word].startsWith("--")) {
                        assertThat(line.getCommandSpec().optionsMap())
                                .as("%s: %s", page, m.group())
                                .containsKey(words[word]);
                    }
                }
                commands++;
            }
        }
        assertThat(commands).isGreaterThan(10);
    }

    @Test
    void everyLinkLeadsSomewhere() throws Exception {
        for (Path page : pages()) {
            Matcher m = LINK.matcher(Files.readString(page));
            while (m.find()) {
                Path target = m.group(1).isEmpty()
                        ? page
                        : page.resolveSibling(m.group(1)).normalize();
                assertThat(target).as("%s", page).exists();
                if (m.group(2) != null) {
                    assertThat(headings(Files.readString(target)))
                            .as("%s: %s", page, m.group())
                            .contains(m.group(2));
                }
            }
        }
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("docs/runbooks"))) {
            return files.sorted().toList();
        }
    }

    private static List<String> headings(String page) {
        return page.lines()
                .filter(l -> l.startsWith("#"))
                .map(l -> l.replaceFirst("#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 -]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
