package dev.sluice.insight.inspect;

import dev.sluice.argument.Require;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a trained text model does with one text. T is the number of tokens, K of classes.
 *
 * @param tokens the tokens that the model read, T of them, at least one
 * @param decision the model's decision about the whole text
 * @param contributions what each token contributed to it
 * @param reading what of the topmost recurrent layer the decision reads, for people: {@code the
 *     state after the last token}
 * @param layers one trace for each recurrent layer and direction, from the bottom, forward first;
 *     at least one
 * @param running the prediction after the first tokens
 */
public record TextInspection(
    List<ReadToken> tokens,
    Decision decision,
    Contributions contributions,
    String reading,
    List<LayerTrace> layers,
    RunningPrediction running) {
  /** Copies the lists. */
  public TextInspection {
    tokens = Require.copyOf("tokens", tokens);
    Require.present("decision", decision);
    Require.present("contributions", contributions);
    Require.present("reading", reading);
    layers = Require.copyOf("layers", layers);
    Require.present("running", running);
    Require.atLeast("tokens", 1, tokens.size());
    Require.atLeast("layers", 1, layers.size());
  }

  /**
   * What the memory keeps of each token, {@code [T]}: the retention of the top layer, or the mean
   * of both directions that the decision reads. This is the number that a page shows at a word.
   */
  public List<Double> retention() {
    List<LayerTrace> read =
        layers.stream()
            .filter(LayerTrace::top)
            .filter(layer -> layer.readWeights().stream().anyMatch(weight -> weight > 0))
            .toList();
    if (read.isEmpty()) {
      return Collections.nCopies(tokens.size(), 0.0);
    }
    List<Double> mean = new ArrayList<>();
    for (int t = 0; t < tokens.size(); t++) {
      int step = t;
      mean.add(
          read.stream().mapToDouble(layer -> layer.retention().get(step)).average().orElseThrow());
    }
    return List.copyOf(mean);
  }

  /**
   * The tokens that speak most for the predicted class, the strongest first.
   *
   * @param count at most this many; only tokens with a positive contribution
   * @return positions from 0 to T-1
   */
  public List<Integer> strongestFor(int count) {
    return strongest(count, 1);
  }

  /** The tokens that speak most against the predicted class, like {@link #strongestFor}. */
  public List<Integer> strongestAgainst(int count) {
    return strongest(count, -1);
  }

  private List<Integer> strongest(int count, int sign) {
    Require.atLeast("count", 0, count);
    List<Double> values = contributions.values();
    List<Integer> positions = new ArrayList<>();
    for (int t = 0; t < values.size(); t++) {
      if (sign * values.get(t) > 0) {
        positions.add(t);
      }
    }
    positions.sort((a, b) -> Double.compare(sign * values.get(b), sign * values.get(a)));
    return List.copyOf(positions.subList(0, Math.min(count, positions.size())));
  }
}
