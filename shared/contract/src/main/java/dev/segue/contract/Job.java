package dev.segue.contract;

import org.jspecify.annotations.Nullable;

/**
 * What the uploader asked for; every stage passes it on unchanged.
 *
 * @param name the name the film was uploaded under: shown to people, never part of a path, a key or a command line
 * @param profile the encoding profile to use
 * @param priority how urgent it is
 * @param owner who it belongs to; units are shared out fairly among owners
 */
public record Job(String name, String profile, Priority priority, String owner) {
    /** The profile of an upload that names none. */
    public static final String DEFAULT_PROFILE = "standard";

    /** The owner of an upload that names none. */
    public static final String DEFAULT_OWNER = "default";

    private static final int LONGEST_NAME = 255;

    public Job(@Nullable String name, @Nullable String profile, @Nullable Priority priority, @Nullable String owner) {
        this.name = shown(name == null ? "" : name);
        this.profile = Require.id("profile", profile == null || profile.isBlank() ? DEFAULT_PROFILE : profile);
        this.priority = priority == null ? Priority.NORMAL : priority;
        this.owner = Require.id("owner", owner == null || owner.isBlank() ? DEFAULT_OWNER : owner);
    }

    /** Control characters could forge a line of a log or a terminal, so they are shown as a replacement character. */
    private static String shown(String name) {
        String safe = name.replaceAll("\\p{Cntrl}", "\uFFFD");
        return safe.length() <= LONGEST_NAME ? safe : safe.substring(0, LONGEST_NAME);
    }
}
