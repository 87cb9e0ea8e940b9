package dev.segue.stage;

/** Names of what is added to a record when it is given up; docs/reference/dead-letters.md says what each holds. */
public final class DeadLetterHeaders {
    /** What the name of a topic's dead-letter topic ends with. */
    public static final String TOPIC_SUFFIX = ".dlq";

    /** What all of the names begin with. */
    public static final String PREFIX = "dlq-";

    public static final String ORIGIN_TOPIC = PREFIX + "origin-topic";
    public static final String ORIGIN_PARTITION = PREFIX + "origin-partition";
    public static final String ORIGIN_OFFSET = PREFIX + "origin-offset";
    public static final String ORIGIN_TIMESTAMP = PREFIX + "origin-timestamp";
    public static final String STAGE = PREFIX + "stage";
    public static final String GROUP = PREFIX + "group";
    public static final String HOST = PREFIX + "host";
    public static final String ATTEMPTS = PREFIX + "attempts";
    public static final String DELIVERIES = PREFIX + "deliveries";
    public static final String FIRST_FAILED_AT = PREFIX + "first-failed-at";
    public static final String FAILED_AT = PREFIX + "failed-at";
    public static final String REPLAYS = PREFIX + "replays";
    public static final String KIND = PREFIX + "error-kind";
    public static final String CODE = PREFIX + "error-code";
    public static final String CLASS = PREFIX + "error-class";
    public static final String MESSAGE = PREFIX + "error-message";
    public static final String STACK = PREFIX + "error-stack";
    public static final String FFMPEG_COMMAND = PREFIX + "ffmpeg-command";
    public static final String FFMPEG_LOG = PREFIX + "ffmpeg-log";
    public static final String OMITTED_BYTES = PREFIX + "omitted-bytes";

    private DeadLetterHeaders() {}
}
