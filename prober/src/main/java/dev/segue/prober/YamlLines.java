package dev.segue.prober;

import java.io.StringReader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** In which line of a YAML text a value stands. A rule that a record checks when it is whole no longer knows that. */
final class YamlLines {
    private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[(\\d+)]");

    private YamlLines() {}

    /**
     * The line, from 1.
     *
     * @param path {@code video[0].rungs[2].crf}; where it leads nowhere, as a missing key does, the line of what it was looked for in
     */
    static int of(String yaml, String path) {
        Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(yaml));
        Node node = root;
        int line = root == null ? 0 : line(root);
        Matcher steps = STEP.matcher(path);
        while (node != null && steps.find()) {
            String key = steps.group(1);
            NodeTuple tuple = key == null ? null : entry(node, key);
            if (tuple != null) {
                line = line(tuple.getKeyNode());
                node = tuple.getValueNode();
            } else {
                node = key == null ? element(node, Integer.parseInt(steps.group(2))) : null;
                line = node == null ? line : line(node);
            }
        }
        return line + 1;
    }

    private static int line(Node node) {
        return node.getStartMark().getLine();
    }

    private static @Nullable NodeTuple entry(Node node, String key) {
        if (node instanceof MappingNode map) {
            for (NodeTuple tuple : map.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode scalar
                        && scalar.getValue().equals(key)) {
                    return tuple;
                }
            }
        }
        return null;
    }

    private static @Nullable Node element(Node node, int index) {
        return node instanceof SequenceNode list && index < list.getValue().size()
                ? list.getValue().get(index)
                : null;
    }
}
