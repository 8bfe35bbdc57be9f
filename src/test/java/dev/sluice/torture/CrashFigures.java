package dev.sluice.torture;

import java.util.List;

/**
 * The outcome of runs that were disturbed and then went on.
 *
 * @param points the changes of files that a whole run makes
 * @param runs how many runs were disturbed
 * @param faults in one line each, with what the program printed
 */
record CrashFigures(long points, long runs, List<String> faults) {}
