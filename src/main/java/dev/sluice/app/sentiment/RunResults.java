package dev.sluice.app.sentiment;

import dev.sluice.app.sentiment.model.ClassifiedText;
import dev.sluice.train.EpochMetrics;
import java.util.List;

/**
 * The results of a run, the contents of {@code figures.json}.
 *
 * @param command the command line of the user
 * @param started start of the run, in UTC
 * @param run description of the run
 * @param origin origin of the model
 * @param epochs metrics of each epoch
 * @param trainingSeconds time of all training steps, without evaluations and checkpoints
 * @param test metrics on the test split
 * @param examples a few texts with the answers of the model
 */
record RunResults(
    String command,
    String started,
    RunDescription run,
    Origin origin,
    List<EpochMetrics> epochs,
    double trainingSeconds,
    TestMetrics test,
    List<ClassifiedText> examples) {}
