package dev.sluice.app.sentiment;

import dev.sluice.app.sentiment.model.Answer;
import dev.sluice.train.EpochMetrics;
import java.util.List;

/**
 * What a run came to, as {@code figures.json} keeps it.
 *
 * @param command what the user typed
 * @param started when the run began, in UTC
 * @param run what was asked for
 * @param origin of the model
 * @param epochs the figures of each
 * @param trainingSeconds of all steps, without measurements and checkpoints
 * @param test on the test split
 * @param examples what the model says of a few texts
 */
record RunMetrics(
    String command,
    String started,
    RunDescription run,
    Origin origin,
    List<EpochMetrics> epochs,
    double trainingSeconds,
    TestMetrics test,
    List<Answer> examples) {}
