package dev.segue.contract;

/**
 * One run of another program, as people need it who look into a failure. Neither part holds a secret.
 *
 * @param command every argument, as one would type it; signatures and passwords of addresses are masked
 * @param log the end of what it wrote to its standard error, masked likewise
 */
public record ProgramRun(String command, String log) {}
