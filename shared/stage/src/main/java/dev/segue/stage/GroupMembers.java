package dev.segue.stage;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ShareGroupDescription;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who else works in a share group. The broker shows members by address and client id; an address says little in containers, so
 * every consumer of ours carries its host's name in its client id.
 */
final class GroupMembers implements BooleanSupplier {
    private static final Logger LOG = LoggerFactory.getLogger(GroupMembers.class);

    private final String group;
    private final String host;
    private final Supplier<Admin> admins;

    GroupMembers(String group, String host, Supplier<Admin> admins) {
        this.group = group;
        this.host = host;
        this.admins = admins;
    }

    /** The client id of a slot's consumer. */
    static String clientId(String host, String slot) {
        return host + "/" + slot;
    }

    /** Whether some member of the group runs on another host; false when Kafka does not say. */
    @Override
    public boolean getAsBoolean() {
        try {
            return othersIn(describe());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | KafkaException e) {
            LOG.atWarn()
                    .addKeyValue("group", group)
                    .addKeyValue("error", e.toString())
                    .log("Kafka does not say who else is in the group");
            return false;
        }
    }

    private Map<String, ShareGroupDescription> describe() throws ExecutionException, InterruptedException {
        Admin admin = admins.get();
        try {
            return admin.describeShareGroups(List.of(group)).all().get();
        } finally {
            // Without a limit it would wait for calls that nobody answers.
            admin.close(Duration.ZERO);
        }
    }

    private boolean othersIn(Map<String, ShareGroupDescription> described) {
        ShareGroupDescription ours = described.get(group);
        return ours != null
                && ours.members().stream().anyMatch(m -> !m.clientId().startsWith(host + "/"));
    }
}
