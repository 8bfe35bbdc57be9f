package dev.sluice.app.cost;

import dev.sluice.insight.cost.CostResult;
import dev.sluice.insight.cost.LayerCost;
import dev.sluice.layer.RecurrentSpec;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The costs as comma-separated values, one row for each layer. */
final class CostCsv {
  private CostCsv() {}

  /** The text; the first row names the columns. */
  static String text(CostResult result) {
    StringBuilder text =
        new StringBuilder(
            row(
                "cell",
                "input_size",
                "hidden_size",
                "layers",
                "directions",
                "timesteps",
                "batch",
                "parameters",
                "forward_multiply_adds_per_token",
                "backward_multiply_adds_per_token",
                "kept_bytes",
                "forward_nanoseconds_per_token",
                "backward_nanoseconds_per_token"));
    for (LayerCost layer : result.layers()) {
      RecurrentSpec spec = layer.spec();
      text.append(
          row(
              layer.kind(),
              spec.inputSize(),
              spec.cells().get(0).hiddenSize(),
              spec.layers(),
              spec.directions().count(),
              result.settings().timesteps(),
              result.settings().batch(),
              layer.parameters(),
              layer.multiplyAdds().forward(),
              layer.multiplyAdds().backward(),
              layer.keptBytes(),
              layer.forward().median(),
              layer.backward().median()));
    }
    return text.toString();
  }

  private static String row(Object... values) {
    return Arrays.stream(values).map(String::valueOf).collect(Collectors.joining(",", "", "\n"));
  }
}
