package dev.segue.standalone;

import java.io.PrintWriter;

/** Results go to the output, everything else to the error output: a live line on a terminal, plain lines elsewhere. */
final class Console {
    private static final String CLEAR_LINE = "\r\u001b[2K";

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean terminal;
    private boolean liveLine;

    /** Only the launcher can tell whether the error output is a terminal; Java knows of the input alone. */
    Console(PrintWriter out, PrintWriter err) {
        this(out, err, Boolean.getBoolean("segue.terminal"));
    }

    Console(PrintWriter out, PrintWriter err, boolean terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    boolean terminal() {
        return terminal;
    }

    /** What is going on now; the next status takes its place on a terminal. */
    synchronized void status(String text) {
        if (terminal) {
            err.print(CLEAR_LINE + text);
            liveLine = true;
        } else {
            err.println(text);
        }
        err.flush();
    }

    /** Something to be kept: the live line begins anew below it. */
    void note(String text) {
        error(text);
    }

    synchronized void error(String text) {
        clear();
        err.println(text);
        err.flush();
    }

    synchronized void print(String text) {
        clear();
        out.println(text);
        out.flush();
    }

    private void clear() {
        if (liveLine) {
            err.print(CLEAR_LINE);
            err.flush();
            liveLine = false;
        }
    }
}
