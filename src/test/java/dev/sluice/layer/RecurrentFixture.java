package dev.sluice.layer;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.Parameter;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.oracle.OracleUniformStack;
import dev.sluice.oracle.OracleWeights;
import dev.sluice.oracle.Values;
import dev.sluice.sequence.Direction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A recurrent layer, and an oracle with the same weights. */
final class RecurrentFixture {
  final Recurrent layer;
  final List<OracleWeights> weights = new ArrayList<>();

  RecurrentFixture(RecurrentSpec spec, Scope scope, long seed) {
    layer = spec.create(Draws.context(scope));
    Random random = new Random(seed);
    Map<String, Parameter> byName = new LinkedHashMap<>();
    layer.parameters().forEach(parameter -> byName.put(parameter.name(), parameter));
    for (int l = 0; l < spec.layers(); l++) {
      for (Direction direction : spec.directions().each()) {
        OracleWeights drawn = OracleWeights.random(spec.cells().get(l), 0.7, random);
        weights.add(drawn);
        int level = l;
        drawn
            .byRole()
            .forEach(
                (role, values) ->
                    byName.get(name(role, level, direction)).value().write(Values.floats(values)));
      }
    }
  }

  /** The name as in PyTorch. */
  static String name(CellParameter role, int layer, Direction direction) {
    return role.label() + "_l" + layer + (direction == Direction.REVERSE ? "_reverse" : "");
  }

  OracleUniformStack oracle(double[][][] x, int[] lengths, double[][][] h0, double[][][] c0) {
    RecurrentSpec spec = layer.spec();
    Cell cell = spec.cells().get(0);
    return new OracleUniformStack(cell, spec.directions().count(), weights, x, lengths, h0, c0);
  }

  /** The oracle's gradients, by parameter name. */
  Map<String, double[]> named(List<OracleWeights> gradients) {
    Map<String, double[]> named = new LinkedHashMap<>();
    int index = 0;
    for (int l = 0; l < layer.spec().layers(); l++) {
      for (Direction direction : layer.spec().directions().each()) {
        int level = l;
        gradients
            .get(index++)
            .byRole()
            .forEach((role, values) -> named.put(name(role, level, direction), values));
      }
    }
    return named;
  }

  static Tensor tensor(Scope scope, double[][] values) {
    Tensor tensor = scope.floats(values.length, values[0].length);
    tensor.write(Values.floats(Values.flat(values)));
    return tensor;
  }

  static Tensor tensor(Scope scope, double[][][] values) {
    Tensor tensor = scope.floats(values.length, values[0].length, values[0][0].length);
    tensor.write(Values.floats(Values.flat(values)));
    return tensor;
  }

  /** States {@code [L*D][N][H]}; c is null for cells without a cell state. */
  static RecurrentStates states(Scope scope, double[][][] h, double[][][] c) {
    List<RecurrentStates.State> states = new ArrayList<>();
    for (int k = 0; k < h.length; k++) {
      states.add(
          new RecurrentStates.State(tensor(scope, h[k]), c == null ? null : tensor(scope, c[k])));
    }
    return new RecurrentStates(states);
  }
}
