package dev.sluice.interop.pytorch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.OnCpu;
import dev.sluice.device.Tensor;
import dev.sluice.layer.DirectionMode;
import dev.sluice.layer.Features;
import dev.sluice.layer.ForwardContext;
import dev.sluice.layer.Recurrent;
import dev.sluice.layer.RecurrentPass;
import dev.sluice.layer.RecurrentStates;
import dev.sluice.layer.RecurrentStates.State;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import dev.sluice.safetensors.SafetensorsFile;
import dev.sluice.sequence.PoolingKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that state dicts of PyTorch give the outputs that PyTorch computed. */
class PyTorchOutputsTest extends OnCpu {
  private static final double TOLERANCE = 1e-5;

  static List<StateDictCase> cases() {
    return StateDictCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theShapesDetermineTheStack(StateDictCase torch) {
    PyTorchStateDict dict = PyTorchStateDict.read(torch.file());
    assertEquals(torch.spec(), dict.recurrentSpec(torch.prefix(), torch.kind()));
    if (!torch.isRnn()) {
      assertEquals(torch.spec(), dict.recurrentSpec(torch.prefix()));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void outputsAndFinalStatesArePyTorchs(StateDictCase torch) {
    SafetensorsFile expected = torch.expected();
    Recurrent layer = torch.loaded(scope);
    Features input = new Features(values(expected, "x"), ints(expected, "lengths"), false);
    RecurrentPass pass =
        layer.forward(input, initialStates(expected), ForwardContext.inference(scope));
    assertNear(expected, "y", pass.output().values().floats());
    List<State> states = pass.finalStates().states();
    assertNear(expected, "hn", flat(states.stream().map(State::hidden).toList()));
    if (expected.has("cn")) {
      assertNear(expected, "cn", flat(states.stream().map(State::cell).toList()));
    }
  }

  @Test
  void aWholeModelIsLoadedModuleByModule() {
    PyTorchStateDict dict = PyTorchStateDict.read(StateDictCase.resource("classifier.safetensors"));
    assertEquals(Set.of("embedding.", "lstm.", "fc."), dict.prefixes());
    ModelSpec spec =
        ModelSpec.ofTokens()
            .layer(dict.embeddingSpec("embedding.").withPadding(0))
            .recurrent(dict.recurrentSpec("lstm."))
            .pooling(PoolingKind.LAST)
            .layer(dict.denseSpec("fc."));
    assertEquals(DirectionMode.BIDIRECTIONAL, dict.recurrentSpec("lstm.").directions());
    SafetensorsFile expected =
        SafetensorsFile.read(StateDictCase.resource("classifier.expected.safetensors"));
    try (Model model = Model.create(spec, device, 1)) {
      dict.loadAllInto(model, "embedding.", "lstm.", "fc.");
      Features input = Features.data(ints(expected, "tokens"), ints(expected, "lengths"));
      Features output = model.forward(input, ForwardContext.inference(scope)).output();
      assertNear(expected, "y", output.values().floats());
    }
  }

  private RecurrentStates initialStates(SafetensorsFile file) {
    List<Tensor> hidden = blocks(file, "h0");
    List<Tensor> cell = file.has("c0") ? blocks(file, "c0") : null;
    List<State> states = new ArrayList<>();
    for (int k = 0; k < hidden.size(); k++) {
      states.add(new State(hidden.get(k), cell == null ? null : cell.get(k)));
    }
    return new RecurrentStates(states);
  }

  /** Splits {@code [L*D, N, H]} into {@code [N, H]} for each layer and direction. */
  private List<Tensor> blocks(SafetensorsFile file, String name) {
    int[] sizes = sizes(file, name);
    float[] all = narrowed(file.doubles(name));
    List<Tensor> blocks = new ArrayList<>();
    for (int k = 0; k < sizes[0]; k++) {
      int block = sizes[1] * sizes[2];
      float[] values = Arrays.copyOfRange(all, k * block, (k + 1) * block);
      blocks.add(floats(values, sizes[1], sizes[2]));
    }
    return blocks;
  }

  private Tensor values(SafetensorsFile file, String name) {
    return floats(narrowed(file.doubles(name)), sizes(file, name));
  }

  private Tensor ints(SafetensorsFile file, String name) {
    return ints(file.ints(name), sizes(file, name));
  }

  private static int[] sizes(SafetensorsFile file, String name) {
    return file.info(name).shape().stream().mapToInt(Math::toIntExact).toArray();
  }

  private static float[] narrowed(double[] values) {
    float[] narrowed = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      narrowed[i] = (float) values[i];
    }
    return narrowed;
  }

  private static float[] flat(List<Tensor> blocks) {
    float[] all = new float[0];
    for (Tensor block : blocks) {
      float[] values = block.floats();
      int from = all.length;
      all = Arrays.copyOf(all, from + values.length);
      System.arraycopy(values, 0, all, from, values.length);
    }
    return all;
  }

  private static void assertNear(SafetensorsFile file, String name, float[] actual) {
    double[] expected = file.doubles(name);
    assertEquals(expected.length, actual.length, name);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], TOLERANCE, name + " at " + i);
    }
  }
}
