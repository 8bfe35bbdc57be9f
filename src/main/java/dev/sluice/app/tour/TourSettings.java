package dev.sluice.app.tour;

import dev.sluice.app.sentiment.settings.Preset;
import dev.sluice.app.sentiment.settings.SentimentSettings;
import dev.sluice.argument.Require;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.insight.cost.CostExperiment;
import dev.sluice.insight.cost.CostSettings;
import dev.sluice.insight.gradient.GradientCell;
import dev.sluice.insight.gradient.GradientSettings;
import dev.sluice.insight.memory.CellKind;
import dev.sluice.insight.memory.MemoryExperiment;
import dev.sluice.insight.memory.MemorySettings;
import dev.sluice.insight.memory.TaskKind;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.record.RecordCopy;
import java.util.List;
import java.util.stream.Stream;

/**
 * The sizes of the four parts of the tour: small ones, so that all of it takes some minutes.
 *
 * @param sentiment the classifier that reads the review
 * @param testTexts test texts that it is measured on, at least 1
 * @param gradients how the gradients are measured
 * @param memory the longest lags
 * @param cost the costs
 */
record TourSettings(
    SentimentSettings sentiment,
    int testTexts,
    GradientSettings gradients,
    MemoryExperiment memory,
    CostExperiment cost) {
  private static final int COST_SIZE = 128;

  TourSettings {
    Require.present("sentiment", sentiment);
    Require.atLeast("testTexts", 1, testTexts);
    Require.present("gradients", gradients);
    Require.present("memory", memory);
    Require.present("cost", cost);
  }

  /** Some minutes on two cores. */
  static TourSettings of(long seed) {
    SentimentSettings preset = Preset.DEFAULT.settings();
    return new TourSettings(
        new SentimentSettings(
            preset.text(), preset.model(), RecordCopy.with(preset.training(), "seed", seed)),
        5000,
        GradientSettings.defaults()
            .withSamples(32)
            .withTraining(0, 0)
            .withClippingSteps(100)
            .withSeed(seed)
            .withCells(
                List.of(
                    GradientCell.RNN,
                    GradientCell.ARTICLE_RNN,
                    GradientCell.LSTM,
                    GradientCell.LSTM_FORGET_1,
                    GradientCell.GRU)),
        new MemoryExperiment(
            MemorySettings.defaults().withMaxLag(200).withSteps(1500).withSeed(seed),
            List.of(TaskKind.values()),
            List.of(CellKind.values())),
        new CostExperiment(
            new CostSettings(100, 32, 5, 0.5, 0.2),
            Stream.<Cell>of(
                    Rnn.article(COST_SIZE, COST_SIZE),
                    Gru.article(COST_SIZE, COST_SIZE),
                    Lstm.article(COST_SIZE, COST_SIZE))
                .map(RecurrentSpec::of)
                .toList()));
  }
}
