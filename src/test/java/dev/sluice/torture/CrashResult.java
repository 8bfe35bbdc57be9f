package dev.sluice.torture;

import java.util.List;

/**
 * The outcome of runs that were interrupted and resumed.
 *
 * @param points number of file operations of a complete run
 * @param runs number of interrupted runs
 * @param faults faults, one line each, with the output of the program
 */
record CrashResult(long points, long runs, List<String> faults) {}
