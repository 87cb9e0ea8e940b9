package dev.segue.ops.audit;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What can be wrong. Each has an entry in {@code docs/reference/audit.md}. */
public enum FindingCode {
    /** A run was accepted, has no end, and nothing is under way. */
    NO_END(
            "put back the dead letter if there is one, or state the last event again: the stage that reads it goes on there"),
    /** A run has more than one end. */
    ENDS_TWICE(
            "an open dead letter of a film that is done: segue dlq discard it; else tell the owner which of the two counts"),
    /** A generation was stated as published more than once. */
    PUBLISHED_TWICE(
            "whoever reads published must know an event again by its ce_id; look in the publisher's log why it said so twice"),
    /** A rendition was stated as complete more than once. */
    COMPLETE_TWICE("look in the assembler's log; two assemblers that count the same film must not be"),
    /** A rendition has segments of a unit twice. */
    COUNTED_TWICE("encode the film again as the next generation; keep the events, they show a defect of the assembler"),
    /** An event that others stand on is not there. */
    EVENT_LOST(
            "look whether the topic's retention or a person removed it; what was made of it cannot be proven any more"),
    /** A rendition is not what its units were said to be. */
    UNITS_DIFFER("encode the film again as the next generation; keep the events, they show a defect of the assembler"),
    /** What was said of a published version is not what its renditions were said to be. */
    PUBLISHED_DIFFERS(
            "encode the film again as the next generation; keep the events, they show a defect of the publisher"),
    /** An object of a published version, or an original, is not there. */
    OBJECT_MISSING("players fail here: restore the object, or encode the film again as the next generation"),
    /** An object has another length than was said. */
    OBJECT_SIZE(
            "restore the object, or encode the film again as the next generation; ask who else writes to the bucket"),
    /** An object has other bytes than were said. */
    OBJECT_CHANGED(
            "restore the object, or encode the film again as the next generation; ask who else writes to the bucket"),
    /** A playlist or manifest does not say what the events say. */
    MANIFEST_DIFFERS("encode the film again as the next generation; ask who else writes to the bucket"),
    /** The pointer does not show the newest published version. */
    POINTER_DIFFERS("if nobody rolled the film back by hand, publish it again as the next generation"),
    /** An object belongs to a version that will never come to be, or to nothing in one that is published. */
    ORPHAN("nothing can come to need it: segue audit --sweep --yes removes it"),
    /** An object belongs to nothing that anybody spoke of yet. */
    UNCLAIMED("find out who wrote it; somebody may still speak of it, so nothing removes it but people");

    private final String advice;

    FindingCode(String advice) {
        this.advice = advice;
    }

    /** What to do, for people. */
    public String advice() {
        return advice;
    }

    /** The name in output and documentation: {@code object-missing}. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
