package dev.sluice.interop.pytorch;

import dev.sluice.cell.Activation;
import dev.sluice.cell.Biases;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.Scope;
import dev.sluice.layer.DirectionMode;
import dev.sluice.layer.LayerContext;
import dev.sluice.layer.Recurrent;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.safetensors.SafetensorsFile;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A state dict and outputs of PyTorch, created by {@code ci/pytorch_state_dicts.py}.
 *
 * @param name name of the files
 * @param prefix prefix of the module in the files
 * @param kind of the module
 * @param spec expected specification of the layer
 */
record StateDictCase(String name, String prefix, PyTorchKind kind, RecurrentSpec spec) {
  private static final int INPUTS = 3;
  private static final int HIDDEN = 5;

  static List<StateDictCase> all() {
    Cell lstm = Lstm.of(INPUTS, HIDDEN);
    Cell unbiasedLstm = Lstm.of(INPUTS, HIDDEN).withBiases(Biases.NONE);
    Cell gru = Gru.of(INPUTS, HIDDEN);
    Cell unbiasedGru = Gru.of(INPUTS, HIDDEN).withBiases(Biases.NONE);
    Cell rnn = Rnn.of(INPUTS, HIDDEN);
    Rnn relu = Rnn.of(INPUTS, HIDDEN).withActivation(Activation.relu());
    return List.of(
        lstm("lstm", "", lstm, 1, DirectionMode.FORWARD),
        lstm("lstm-2-bidirectional", "lstm.", lstm, 2, DirectionMode.BIDIRECTIONAL),
        lstm("lstm-3-no-bias-float16", "encoder.lstm.", unbiasedLstm, 3, DirectionMode.FORWARD),
        lstm("lstm-bfloat16", "lstm.", lstm, 1, DirectionMode.FORWARD),
        lstm("lstm-float64", "lstm.", lstm, 1, DirectionMode.BIDIRECTIONAL),
        lstm("lstm-projected", "lstm.", projected(2), 1, DirectionMode.FORWARD),
        lstm(
            "lstm-2-bidirectional-projected-bfloat16",
            "lstm.",
            projected(3),
            2,
            DirectionMode.BIDIRECTIONAL),
        lstm(
            "lstm-3-projected-no-bias",
            "lstm.",
            projected(1).withBiases(Biases.NONE),
            3,
            DirectionMode.FORWARD),
        gru("gru", "gru.", gru, 1, DirectionMode.FORWARD),
        gru("gru-2-bidirectional-float16", "module.gru.", gru, 2, DirectionMode.BIDIRECTIONAL),
        gru("gru-3-no-bias-bfloat16", "gru.", unbiasedGru, 3, DirectionMode.FORWARD),
        rnn("rnn-tanh", PyTorchKind.RNN_TANH, rnn, 1, DirectionMode.FORWARD),
        rnn("rnn-tanh-3-float16", PyTorchKind.RNN_TANH, rnn, 3, DirectionMode.FORWARD),
        rnn("rnn-relu-2-bidirectional", PyTorchKind.RNN_RELU, relu, 2, DirectionMode.BIDIRECTIONAL),
        rnn(
            "rnn-relu-no-bias-bfloat16",
            PyTorchKind.RNN_RELU,
            relu.withBiases(Biases.NONE),
            1,
            DirectionMode.FORWARD));
  }

  private static Lstm projected(int size) {
    return Lstm.of(INPUTS, HIDDEN).withProjection(size);
  }

  private static StateDictCase lstm(
      String name, String prefix, Cell cell, int layers, DirectionMode directions) {
    return new StateDictCase(name, prefix, PyTorchKind.LSTM, stack(cell, layers, directions));
  }

  private static StateDictCase gru(
      String name, String prefix, Cell cell, int layers, DirectionMode directions) {
    return new StateDictCase(name, prefix, PyTorchKind.GRU, stack(cell, layers, directions));
  }

  private static StateDictCase rnn(
      String name, PyTorchKind kind, Cell cell, int layers, DirectionMode directions) {
    return new StateDictCase(name, "rnn.", kind, stack(cell, layers, directions));
  }

  private static RecurrentSpec stack(Cell cell, int layers, DirectionMode directions) {
    return RecurrentSpec.of(cell).withDirections(directions).withLayers(layers);
  }

  boolean isRnn() {
    return kind == PyTorchKind.RNN_TANH || kind == PyTorchKind.RNN_RELU;
  }

  Path file() {
    return resource(name + ".safetensors");
  }

  SafetensorsFile expected() {
    return SafetensorsFile.read(resource(name + ".expected.safetensors"));
  }

  /** The layer with random weights. */
  Recurrent layer(Scope scope) {
    return layer(spec, scope);
  }

  static Recurrent layer(RecurrentSpec spec, Scope scope) {
    return spec.create(new LayerContext(scope, "0.recurrent.", 0, new SplittableRandom(3)));
  }

  /** The layer with the weights of PyTorch. */
  Recurrent loaded(Scope scope) {
    Recurrent layer = layer(scope);
    PyTorchStateDict.read(file()).loadInto(layer, prefix);
    return layer;
  }

  static Path resource(String name) {
    try {
      return Path.of(StateDictCase.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(name, e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
