package dev.segue.stage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Brings a share group's settings to what the catalogue says. Must be done before the group's first member joins: by default a
 * new group begins at the end of the topic, and so would never see what was written before.
 */
final class GroupConfigs {
    private final Supplier<Admin> admins;

    GroupConfigs(Supplier<Admin> admins) {
        this.admins = admins;
    }

    /** Does nothing where all is as wanted, so that workers which may not alter settings can run on a prepared cluster. */
    void bring(String group, Map<String, String> wanted) throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        Admin admin = admins.get();
        try {
            Config current =
                    admin.describeConfigs(List.of(resource)).all().get().get(resource);
            Collection<AlterConfigOp> changes = new ArrayList<>();
            wanted.forEach((name, value) -> {
                ConfigEntry entry = current == null ? null : current.get(name);
                if (entry == null
                        || entry.source() != ConfigEntry.ConfigSource.DYNAMIC_GROUP_CONFIG
                        || !value.equals(entry.value())) {
                    changes.add(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET));
                }
            });
            if (!changes.isEmpty()) {
                admin.incrementalAlterConfigs(Map.of(resource, changes)).all().get();
            }
        } finally {
            // Without a limit it would wait for calls that nobody answers.
            admin.close(Duration.ZERO);
        }
    }
}
