package dev.sluice.insight.inspect;

import dev.sluice.cell.Lstm;
import dev.sluice.sequence.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A synthetic inspection of a short review. Every call gives the same. */
public final class SampleInspection {
  public static final List<String> CLASSES = List.of("negative", "positive");

  public static final String TEXT =
      "\u201cAaaaastonishing!\u201d I think the cast\u2019s work is timeless, incredible and"
          + " eccentric.<br /><br />Most of the jokes do not land <b>twice</b> & some never do.";

  private static final List<String> TOKENS =
      List.of(
          "aaaaastonishing",
          "i",
          "think",
          "the",
          "cast",
          "work",
          "is",
          "timeless",
          "incredible",
          "and",
          "eccentric",
          "most",
          "of",
          "the",
          "jokes",
          "do",
          "not",
          "land",
          "b",
          "twice",
          "b",
          "some",
          "never",
          "do");

  private static final int UNITS = 80;

  private SampleInspection() {}

  /** An inspection by a bidirectional layer. */
  public static TextInspection inspection() {
    int steps = TOKENS.size();
    Random random = new Random(1);
    List<ReadToken> tokens = new ArrayList<>();
    List<Double> contributions = new ArrayList<>();
    List<RunningPrediction.Point> running = new ArrayList<>();
    double sum = -0.2;
    for (int t = 0; t < steps; t++) {
      tokens.add(new ReadToken(TOKENS.get(t), t == 0 ? 1 : 2 + t, t > 0));
      double strong = t == 7 || t == 8 ? 1.4 : t == 16 ? -1.1 : 0;
      contributions.add(strong + 0.2 * random.nextGaussian());
      sum += contributions.get(t);
      double positive = 1 / (1 + Math.exp(-sum));
      running.add(new RunningPrediction.Point(t + 1, List.of(1 - positive, positive)));
    }
    return new TextInspection(
        tokens,
        new Decision(List.of(-sum / 2, sum / 2), running.get(steps - 1).probabilities(), 1),
        new Contributions(contributions, sum + 0.001, -0.2, 16),
        "the last states of both directions",
        List.of(layer(Direction.FORWARD, random), layer(Direction.REVERSE, random)),
        new RunningPrediction(running));
  }

  private static LayerTrace layer(Direction direction, Random random) {
    int steps = TOKENS.size();
    boolean forward = direction == Direction.FORWARD;
    List<Double> weights =
        IntStream.range(0, steps)
            .mapToObj(t -> t == (forward ? steps - 1 : 0) ? 1.0 : 0.0)
            .toList();
    List<Double> retention =
        IntStream.range(0, steps)
            .mapToObj(t -> Math.pow(0.9, forward ? steps - 1 - t : t))
            .toList();
    return new LayerTrace(
        "1.recurrent layer 1 " + (forward ? "forward" : "reverse"),
        Lstm.of(32, UNITS),
        direction,
        true,
        List.of(
            new GateTrace("i", "input gate", values(random, 0, 1)),
            new GateTrace("f", "forget gate", values(random, 0.5, 1)),
            new GateTrace("g", "candidate", values(random, -1, 1)),
            new GateTrace("o", "output gate", values(random, 0, 1))),
        values(random, -1, 1),
        values(random, -2, 2),
        weights,
        weights,
        retention);
  }

  private static StepValues values(Random random, double low, double high) {
    float[] values = new float[TOKENS.size() * UNITS];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (low + (high - low) * random.nextDouble());
    }
    return StepValues.ofColumns(values, UNITS, 0, UNITS);
  }

  /** The words that speak most for each class. */
  public static StrongestWords strongest() {
    return new StrongestWords(
        1000,
        5,
        0,
        0.004,
        List.of(
            List.of(
                new WordContribution("awful", 9, 120, 150, 1.9),
                new WordContribution("waste", 8, 90, 95, 1.7)),
            List.of(
                new WordContribution("superb", 6, 60, 61, 1.8),
                new WordContribution("excellent", 5, 101, 130, 1.6))));
  }
}
