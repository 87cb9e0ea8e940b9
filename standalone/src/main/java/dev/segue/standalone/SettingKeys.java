package dev.segue.standalone;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.ConfigurationReader;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.PropertySource.PropertyConvention;
import io.micronaut.core.naming.NameUtils;
import io.micronaut.core.type.Argument;
import io.micronaut.inject.BeanDefinition;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Stops the start at a setting that nothing reads. A misspelt one would otherwise pass in silence, and its default be taken for what
 * was asked. Known are the components of the configuration records of all stages, since one file may serve all of them.
 */
final class SettingKeys {
    private static final String ANY = "*";
    private static final String OURS = "segue.";
    private static final String OUR_VARIABLES = "SEGUE_";

    /** Read before there is a configuration, or by the tests. */
    private static final Set<String> EARLY = Set.of(
            "segue.laptop", "segue.log", "segue.log.file", "segue.terminal", "segue.test.media", "segue.test.bwrap");

    /** Read by the launcher and by {@link StageCommand}. */
    private static final Set<String> EARLY_VARIABLES = Set.of("SEGUE_HEAP", "SEGUE_PORT");

    /** What Kubernetes tells every pod of a service whose name begins with segue. */
    private static final Pattern SERVICE_LINK = Pattern.compile("SEGUE_(.*_)?(SERVICE_(HOST|PORT.*)|PORT(_\\d+_.*)?)");

    private SettingKeys() {}

    /**
     * Looks through all that the process was told: files, variables, system properties, options.
     *
     * @throws Fault naming what is unknown and the nearest that is known
     */
    static void check(ApplicationContext context) {
        Set<String> keys = ofRecords(context);
        keys.addAll(EARLY);
        Set<String> variables = keys.stream().map(SettingKeys::variable).collect(Collectors.toCollection(TreeSet::new));
        variables.addAll(EARLY_VARIABLES);
        Set<String> sentences = new TreeSet<>();
        for (PropertySource source : context.getEnvironment().getPropertySources()) {
            boolean environment = source.getConvention() == PropertyConvention.ENVIRONMENT_VARIABLE;
            for (String given : source) {
                String key = environment ? given : plain(given);
                boolean ours = environment
                        ? given.startsWith(OUR_VARIABLES)
                                && !SERVICE_LINK.matcher(given).matches()
                        : key.startsWith(OURS);
                Set<String> known = environment ? variables : keys;
                if (ours && known.stream().noneMatch(k -> fits(k, key))) {
                    sentences.add("unknown setting " + given + "; the nearest known one is " + nearest(key, known)
                            + ". Correct or remove it.");
                }
            }
        }
        if (!sentences.isEmpty()) {
            throw new Fault(String.join(" ", sentences));
        }
    }

    /** Every key that a configuration record reads, and the switches of the stages. */
    static Set<String> ofRecords(ApplicationContext context) {
        Set<String> keys = new TreeSet<>();
        Laptop.STAGES.forEach(stage -> keys.add("segue.stage." + stage + ".enabled"));
        for (BeanDefinition<?> settings :
                context.getBeanDefinitions(Qualifiers.byStereotype(ConfigurationReader.class))) {
            String prefix = settings.stringValue(ConfigurationReader.class, ConfigurationReader.PREFIX)
                    .orElse("");
            if (prefix.startsWith(OURS)) {
                for (Argument<?> component : settings.getConstructor().getArguments()) {
                    String key = prefix + "." + NameUtils.hyphenate(component.getName());
                    keys.add(Map.class.isAssignableFrom(component.getType()) ? key + "." + ANY : key);
                }
            }
        }
        return keys;
    }

    /** As the record spells it: files may also write maxDuration for max-duration, and lists have an index. */
    private static String plain(String key) {
        return NameUtils.hyphenate(key.replaceFirst("\\[.*", ""), true);
    }

    private static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static boolean fits(String known, String key) {
        return known.endsWith(ANY)
                ? key.startsWith(known.substring(0, known.length() - ANY.length()))
                : known.equals(key);
    }

    private static String nearest(String key, Set<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(k -> distance(key, k)))
                .orElseThrow();
    }

    /** Letters to insert, remove or replace (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
