package dev.sluice.interop.onnx;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.sluice.interop.onnx.export.Attributes;
import dev.sluice.interop.onnx.operator.ShapeOperators;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares every attribute and input of the recurrent operators with ONNX Runtime. */
class RecurrentNodeTest {
  private static final int T = 6;
  private static final int N = 4;
  private static final int I = 3;
  private static final int H = 5;
  private static final List<String> DIRECTIONS = List.of("forward", "reverse", "bidirectional");

  @TempDir private Path folder;

  /** A node with all inputs and attributes. A case removes or changes some of them. */
  private static final class Case {
    final String operator;
    final String direction;
    final int directions;
    final Map<String, AttributeProto> attributes = new TreeMap<>();
    final HostTensor[] inputs = new HostTensor[8];
    List<String> outputs;
    String what = "everything";

    Case(String operator, String direction) {
      this.operator = operator;
      this.direction = direction;
      this.directions = direction.equals("bidirectional") ? 2 : 1;
      int gates = Map.of("RNN", 1, "GRU", 3, "LSTM", 4).get(operator);
      Random random = new Random(operator.hashCode());
      inputs[0] = Runtimes.uniform(random, T, N, I);
      inputs[1] = Runtimes.uniform(random, directions, gates * H, I);
      inputs[2] = Runtimes.uniform(random, directions, gates * H, H);
      inputs[3] = Runtimes.uniform(random, directions, 2 * gates * H);
      inputs[4] = Runtimes.int32s(T, 2, 0, 1);
      inputs[5] = Runtimes.uniform(random, directions, N, H);
      outputs = List.of("Y", "Y_h");
      if (operator.equals("LSTM")) {
        inputs[6] = Runtimes.uniform(random, directions, N, H);
        inputs[7] = Runtimes.uniform(random, directions, 3 * H);
        outputs = List.of("Y", "Y_h", "Y_c");
      }
      set(Attributes.text("direction", direction));
      set(Attributes.integer("hidden_size", H));
    }

    Case set(AttributeProto attribute) {
      attributes.put(attribute.getName(), attribute);
      what = attribute.toString().replaceAll("\\s+", " ");
      return this;
    }

    Case without(int... absent) {
      for (int input : absent) {
        inputs[input] = null;
      }
      what = "without inputs " + Arrays.toString(absent);
      return this;
    }

    Case giving(String... names) {
      outputs = List.of(names);
      what = "giving " + outputs;
      return this;
    }

    /** Activations for all directions. Each direction may have different ones. */
    Case activated(List<String> names, List<Float> alphas, List<Float> betas) {
      set(Attributes.reals("activation_alpha", alphas));
      set(Attributes.reals("activation_beta", betas));
      return set(Attributes.texts("activations", names));
    }

    TestGraph graph(long opset) {
      TestGraph graph = new TestGraph(opset);
      List<String> names = new ArrayList<>();
      List<String> roles = List.of("X", "W", "R", "B", "lens", "h", "c", "P");
      for (int k = 0; k < inputs.length; k++) {
        boolean weight = k == 1 || k == 2 || k == 3 || k == 7;
        names.add(
            weight ? graph.weight(roles.get(k), inputs[k]) : graph.input(roles.get(k), inputs[k]));
      }
      while (names.get(names.size() - 1).isEmpty()) {
        names.remove(names.size() - 1);
      }
      graph.node(operator, names, outputs, attributes.values().toArray(AttributeProto[]::new));
      outputs.stream()
          .filter(name -> !name.isEmpty())
          .forEach(name -> graph.output(name, ElementType.FLOAT));
      return graph;
    }

    @Override
    public String toString() {
      return operator + " " + direction + ": " + what;
    }
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (String direction : DIRECTIONS) {
      for (String operator : List.of("RNN", "GRU", "LSTM")) {
        cases.add(new Case(operator, direction));
        cases.add(new Case(operator, direction).without(3));
        cases.add(new Case(operator, direction).without(4));
        cases.add(new Case(operator, direction).without(5));
        cases.add(new Case(operator, direction).without(3, 4, 5, 6, 7));
        cases.add(new Case(operator, direction).set(Attributes.real("clip", 0.3f)));
        cases.add(new Case(operator, direction).set(Attributes.real("clip", 0.3f)).without(3));
        cases.add(new Case(operator, direction).giving("Y"));
        cases.add(new Case(operator, direction).giving("", "Y_h"));
        cases.add(standard(operator, direction));
        cases.addAll(activated(operator, direction));
      }
      cases.add(new Case("LSTM", direction).without(6));
      cases.add(new Case("LSTM", direction).without(7));
      cases.add(new Case("LSTM", direction).giving("", "", "Y_c"));
      cases.add(new Case("LSTM", direction).giving("Y", "", "Y_c"));
      for (int flag = 0; flag <= 1; flag++) {
        AttributeProto coupled = Attributes.integer("input_forget", flag);
        AttributeProto after = Attributes.integer("linear_before_reset", flag);
        AttributeProto clip = Attributes.real("clip", 0.4f);
        cases.add(new Case("LSTM", direction).set(coupled));
        cases.add(new Case("LSTM", direction).set(clip).set(coupled).without(7));
        cases.add(new Case("GRU", direction).set(after));
        cases.add(new Case("GRU", direction).set(clip).set(after));
        cases.add(new Case("GRU", direction).set(clip).set(after).without(3));
      }
    }
    return cases.stream();
  }

  /** Activations with default parameters. */
  private static Case standard(String operator, String direction) {
    Case standard = new Case(operator, direction);
    List<String> functions = List.of("HardSigmoid", "leakyrelu", "ELU");
    int each = Map.of("RNN", 1, "GRU", 2, "LSTM", 3).get(operator);
    List<String> names = new ArrayList<>();
    for (int d = 0; d < standard.directions; d++) {
      names.addAll(functions.subList(0, each));
    }
    return standard.set(Attributes.texts("activations", names));
  }

  private static List<Case> activated(String operator, String direction) {
    List<String> functions =
        List.of(
            "Sigmoid",
            "Tanh",
            "Relu",
            "Softsign",
            "HardSigmoid",
            "LeakyRelu",
            "Elu",
            "Softplus",
            "ScaledTanh",
            "Affine",
            "ThresholdedRelu");
    int each = Map.of("RNN", 1, "GRU", 2, "LSTM", 3).get(operator);
    List<Case> cases = new ArrayList<>();
    for (int first = 0; first < functions.size(); first++) {
      Case activated = new Case(operator, direction);
      List<String> names = new ArrayList<>();
      List<Float> alphas = new ArrayList<>();
      List<Float> betas = new ArrayList<>();
      for (int k = 0; k < each * activated.directions; k++) {
        // States grow without limit if the activation of a gate is not bounded.
        String name = k % each == 0 && each > 1 ? "HardSigmoid" : functions.get((first + k) % 11);
        // In ONNX Runtime only RNN supports them, in one case.
        names.add(k % 2 == 0 || each == 1 ? name : name.toLowerCase(Locale.ROOT));
        if (!List.of("Sigmoid", "Tanh", "Relu", "Softsign", "Softplus").contains(name)) {
          alphas.add(0.3f + 0.05f * k);
        }
        if (List.of("HardSigmoid", "ScaledTanh", "Affine").contains(name)) {
          betas.add(0.2f + 0.1f * k);
        }
      }
      cases.add(activated.activated(names, alphas, betas));
    }
    return cases;
  }

  @BeforeAll
  static void needsOnnxRuntime() {
    Runtimes.assumePresent();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithOnnxRuntime(Case given) {
    TestGraph graph = given.graph(14);
    Runtimes.assertAgree(Runtimes.write(folder, graph.model()), graph.inputs);
  }

  @ParameterizedTest
  @CsvSource({"7", "13", "17", "22", "23"})
  void everyOpsetAgrees(long opset) {
    for (String operator : List.of("RNN", "GRU", "LSTM")) {
      TestGraph graph = new Case(operator, "bidirectional").graph(opset);
      Runtimes.assertAgree(Runtimes.write(folder, graph.model()), graph.inputs);
    }
  }

  /**
   * ONNX Runtime supports batch-first only on some devices, so the test compares with its
   * time-major result.
   */
  @Test
  void batchFirstIsTimeMajorTransposed() {
    for (String operator : List.of("RNN", "GRU", "LSTM")) {
      Case timeFirst = new Case(operator, "bidirectional");
      TestGraph expected = timeFirst.graph(14);
      Map<String, HostTensor> results =
          OnnxRuntime.run(Runtimes.write(folder, expected.model()), expected.inputs);
      Case rowsFirst = new Case(operator, "bidirectional").set(Attributes.integer("layout", 1));
      for (int input : operator.equals("LSTM") ? new int[] {0, 5, 6} : new int[] {0, 5}) {
        rowsFirst.inputs[input] = ShapeOperators.transposed(rowsFirst.inputs[input], 1, 0, 2);
      }
      TestGraph graph = rowsFirst.graph(14);
      Map<String, HostTensor> ours =
          Runtimes.ours(Runtimes.write(folder, graph.model()), graph.inputs);
      results.forEach(
          (name, value) ->
              Runtimes.assertClose(
                  name,
                  name.equals("Y")
                      ? ShapeOperators.transposed(value, 2, 0, 1, 3)
                      : ShapeOperators.transposed(value, 1, 0, 2),
                  ours.get(name)));
    }
  }

  @Test
  void hiddenSizeMayBeLeftOut() {
    Case given = new Case("LSTM", "forward");
    TestGraph whole = given.graph(14);
    Map<String, HostTensor> expected =
        Runtimes.ours(Runtimes.write(folder, whole.model()), whole.inputs);
    given.attributes.remove("hidden_size");
    TestGraph graph = given.graph(14);
    Runtimes.assertClose(
        expected, Runtimes.ours(Runtimes.write(folder, graph.model()), graph.inputs));
  }

  @Test
  void weightsMayBeInputsToo() {
    TestGraph graph = new Case("GRU", "forward").graph(7);
    graph.graph.addInput(graph.graph.getInput(0).toBuilder().setName("W"));
    Runtimes.assertAgree(Runtimes.write(folder, graph.model()), graph.inputs);
  }

  static Stream<Object[]> refused() {
    Case lengths = new Case("GRU", "forward");
    lengths.inputs[4] = Runtimes.int32s(T + 1, 0, 0, 0);
    Case longs = new Case("GRU", "forward");
    longs.inputs[4] = HostTensor.int64s(1, 1, 1, 1);
    Case weights = new Case("LSTM", "forward");
    weights.inputs[1] = HostTensor.zeros(ElementType.FLOAT, 1, 3 * H, I);
    Case recurrent = new Case("LSTM", "forward");
    recurrent.inputs[2] = HostTensor.zeros(ElementType.FLOAT, 1, 4 * H, H + 1);
    Case bias = new Case("LSTM", "forward");
    bias.inputs[3] = HostTensor.zeros(ElementType.FLOAT, 1, 4 * H);
    Case peepholes = new Case("LSTM", "forward");
    peepholes.inputs[7] = HostTensor.zeros(ElementType.FLOAT, 1, 2 * H);
    Case state = new Case("RNN", "forward");
    state.inputs[5] = HostTensor.zeros(ElementType.FLOAT, 1, N + 1, H);
    return Stream.of(
        new Object[] {lengths, "sequence_lens: expected from 0 to 6, got 7"},
        new Object[] {longs, "sequence_lens: expected INT32 [4], got INT64 [4]"},
        new Object[] {weights, "W: expected FLOAT [1, 20, 3], got FLOAT [1, 15, 3]"},
        new Object[] {recurrent, "hidden_size"},
        new Object[] {bias, "B: expected FLOAT [1, 40]"},
        new Object[] {peepholes, "P: expected FLOAT [1, 15]"},
        new Object[] {state, "initial_h: expected FLOAT [1, 4, 5]"},
        new Object[] {new Case("RNN", "sideways"), "direction: expected forward"},
        new Object[] {
          new Case("RNN", "forward").set(Attributes.real("clip", -1)), "clip: expected"
        },
        new Object[] {
          new Case("RNN", "forward").set(Attributes.integer("layout", 2)), "layout: expected"
        },
        new Object[] {
          new Case("GRU", "forward").set(Attributes.integer("input_forget", 1)), "input_forget"
        },
        new Object[] {
          new Case("RNN", "forward").set(Attributes.texts("activations", List.of("Swish"))),
          "got \"Swish\""
        },
        new Object[] {
          new Case("RNN", "forward").set(Attributes.texts("activations", List.of("Affine"))),
          "activation_alpha"
        },
        new Object[] {
          new Case("GRU", "forward").set(Attributes.texts("activations", List.of("Tanh"))),
          "activations: expected 2"
        },
        new Object[] {
          new Case("RNN", "forward").activated(List.of("LeakyRelu"), List.of(-0.5f), List.of()),
          "alpha >= 0"
        });
  }

  @ParameterizedTest
  @MethodSource("refused")
  void invalidInputsAreNamedWithTheirNode(Case given, String message) {
    TestGraph graph = given.graph(14);
    Path file = Runtimes.write(folder, graph.model());
    OnnxException refusal =
        assertThrows(OnnxException.class, () -> Runtimes.ours(file, graph.inputs));
    String node =
        String.format(Locale.ROOT, "node \"the_%s\" (%s): ", given.operator, given.operator);
    assertTrue(refusal.getMessage().startsWith(file + ": " + node), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
  }
}
