package dev.segue.media.ffmpeg;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts a command where it sees nothing of the machine but a {@link SandboxView} and one folder that it may write to. The network
 * stays: sources are read from the object store.
 */
sealed interface Sandbox {
    /** One word for logs and health. */
    String label();

    /**
     * The command within the sandbox, as a list of arguments: no name ever becomes part of a shell line.
     *
     * @param folder the one to work in and to write to; none, and it works in an empty root
     */
    List<String> wrap(List<String> command, @Nullable Path folder);

    /** Where the machine has nothing to offer, or nobody wants it: FFmpeg's allow-lists ({@link InputGuard}) alone. */
    record None() implements Sandbox {
        @Override
        public String label() {
            return "none";
        }

        @Override
        public List<String> wrap(List<String> command, @Nullable Path folder) {
            return command;
        }
    }

    /**
     * Bubblewrap, whose man page is the reference.
     *
     * @param program {@code bwrap}, or where it lies
     */
    record Bubblewrap(String program, SandboxView view) implements Sandbox {
        @Override
        public String label() {
            return "bubblewrap";
        }

        @Override
        public List<String> wrap(List<String> command, @Nullable Path folder) {
            List<String> args = new ArrayList<>(List.of(program, "--die-with-parent", "--new-session"));
            args.addAll(List.of("--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts"));
            args.addAll(List.of("--cap-drop", "ALL", "--dir", "/tmp"));
            for (Path path : view.folders()) {
                args.addAll(List.of("--ro-bind", path.toString(), path.toString()));
            }
            for (Path path : view.files()) {
                args.addAll(List.of("--ro-bind", path.toString(), path.toString()));
            }
            for (Path path : view.devices()) {
                args.addAll(List.of("--dev-bind", path.toString(), path.toString()));
            }
            if (folder != null) {
                args.addAll(List.of("--bind", folder.toString(), folder.toString()));
            }
            args.addAll(List.of("--chdir", folder == null ? "/" : folder.toString(), "--"));
            args.addAll(command);
            return args;
        }
    }

    /**
     * Namespaces made with {@code unshare}, {@code mount} and {@code setpriv} of util-linux: a root in memory, into which is mounted
     * what may be seen. The command cannot leave that root: it has no capabilities, and nobody in a changed root may make a user
     * namespace to get some (user_namespaces(7)).
     *
     * @param userNamespace whether the rights to mount come from a user namespace, or are there because we are root
     */
    record Namespaces(SandboxView view, boolean userNamespace) implements Sandbox {
        /** There on every Linux, never holds anything FFmpeg needs, and in our own mount namespace nobody else sees it go. */
        private static final String ROOT = "/sys";

        /**
         * Few processes, since they are what a start costs: one mount for all, which also makes the folders to mount on.
         */
        private static final String SCRIPT = """
                set -e
                root=$1 folder=$2 mounts=$3
                shift 3
                mount -n -t tmpfs -o mode=755,size=64m,nosuid,nodev segue "$root"
                mkdir "$root/dev" "$root/etc" "$root/tmp"
                while [ "$1" != -- ]; do
                  : > "$root$1"
                  shift
                done
                shift
                printf %s "$mounts" > "$root/etc/fstab"
                mount -n -a -T "$root/etc/fstab"
                exec unshare --root "$root" --wd "$folder" \
                  setpriv --bounding-set -all --inh-caps -all --no-new-privs -- "$@"
                """;

        @Override
        public String label() {
            return "namespaces";
        }

        @Override
        public List<String> wrap(List<String> command, @Nullable Path folder) {
            List<String> args = new ArrayList<>(List.of("unshare"));
            if (userNamespace) {
                args.add("--map-root-user");
            }
            args.addAll(List.of("--mount", "--pid", "--ipc", "--uts", "--fork", "--kill-child", "sh", "-c", SCRIPT));
            args.addAll(List.of("segue", ROOT, folder == null ? "/" : folder.toString(), mounts(folder)));
            view.files().forEach(file -> args.add(file.toString()));
            view.devices().forEach(file -> args.add(file.toString()));
            args.add("--");
            args.addAll(command);
            return args;
        }

        /** In the form of fstab(5). A user namespace cannot take away flags that a mount has, so all are asked for at once. */
        private String mounts(@Nullable Path folder) {
            StringBuilder table = new StringBuilder();
            view.folders().forEach(path -> mount(table, path, "bind,ro,nosuid,nodev,X-mount.mkdir"));
            view.files().forEach(path -> mount(table, path, "bind,ro,nosuid,nodev,noexec"));
            view.devices().forEach(path -> mount(table, path, "bind"));
            if (folder != null) {
                mount(table, folder, "bind,nosuid,nodev,noexec,X-mount.mkdir");
            }
            return table.toString();
        }

        private static void mount(StringBuilder table, Path path, String options) {
            String escaped = path.toString()
                    .replace("\\", "\\134")
                    .replace(" ", "\\040")
                    .replace("\t", "\\011")
                    .replace("\n", "\\012");
            table.append(escaped).append(' ').append(ROOT).append(escaped).append(" none ");
            table.append(options).append(" 0 0\n");
        }
    }
}
