package dev.sluice.device;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.oracle.Values;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A recurrence problem on a device: its tensors and a plan. The sequences are slices of tensors
 * with {@code margin} more features on both sides. Outputs start as NaN, gradients as zeros.
 */
public final class RecurrenceFixture implements AutoCloseable {
  private static final float MARGIN_VALUE = 7;

  public final RecurrenceProblem problem;
  public final RecurrencePlan plan;
  public final CellParameters parameters;
  public final RecurrencePlan.Inputs inputs;
  public final RecurrencePlan.Outputs outputs;
  public final RecurrencePlan.OutputGradients upstream;
  public final RecurrencePlan.InputGradients gradients;
  private final Scope scope;
  private final int margin;

  public RecurrenceFixture(Device device, RecurrenceProblem problem) {
    this(device, problem, null, 0);
  }

  /**
   * Creates a fixture with a shared plan, or with its own plan of exactly the needed capacity if
   * sharedPlan is null.
   */
  public RecurrenceFixture(
      Device device, RecurrenceProblem problem, RecurrencePlan sharedPlan, int margin) {
    this.problem = problem;
    this.margin = margin;
    scope = device.scope();
    RecurrenceCase form = problem.form;
    Capacity capacity = new Capacity(form.timesteps(), form.batch());
    plan = sharedPlan == null ? scope.own(plan(device, form, capacity)) : sharedPlan;
    parameters = new CellParameters(form.cell(), parameters(form.cell()));
    boolean cellState = form.cell().hasCellState();
    int h = form.cell().hiddenSize();
    int p = form.cell().outputSize();
    inputs =
        new RecurrencePlan.Inputs(
            sequence(Values.flat(problem.inputs.x()), form.cell().inputSize()),
            lengths(),
            matrix(problem.inputs.h0()),
            matrix(problem.inputs.c0()),
            form.masks());
    outputs =
        new RecurrencePlan.Outputs(
            sequence(Double.NaN, p),
            form.trace().cells && cellState ? sequence(Double.NaN, h) : null,
            form.trace().gates ? sequence(Double.NaN, form.cell().gates() * h) : null,
            states(Float.NaN, p),
            cellState ? states(Float.NaN, h) : null);
    upstream =
        new RecurrencePlan.OutputGradients(
            problem.upstream.dY() == null ? null : sequence(Values.flat(problem.upstream.dY()), p),
            problem.upstream.dCells() == null
                ? null
                : sequence(Values.flat(problem.upstream.dCells()), h),
            matrix(problem.upstream.dHN()),
            matrix(problem.upstream.dCN()));
    gradients =
        new RecurrencePlan.InputGradients(
            sequence(0, form.cell().inputSize()), states(0, p), cellState ? states(0, h) : null);
  }

  /** Creates a plan for cases of this form. */
  public static RecurrencePlan plan(Device device, RecurrenceCase form, Capacity capacity) {
    return device.recurrence(form.cell(), capacity, form.direction(), form.bptt());
  }

  public RecurrencePass forward(RecurrencePlan.Keep keep) {
    return plan.forward(inputs, parameters, outputs, keep);
  }

  /** Runs the forward and the backward pass. */
  public RecurrenceFixture run() {
    try (RecurrencePass pass = forward(RecurrencePlan.Keep.FOR_BACKWARD)) {
      pass.backward(upstream, gradients);
    }
    return this;
  }

  /** The results by name, as in {@link RecurrenceProblem#answer}. */
  public Map<String, float[]> results() {
    Map<String, float[]> results = new LinkedHashMap<>();
    results.put("y", features(outputs.y()));
    results.put("hn", outputs.hN().floats());
    results.put("grad.x", features(gradients.dX()));
    results.put("grad.h0", gradients.dH0().floats());
    if (outputs.cN() != null) {
      results.put("cn", outputs.cN().floats());
      results.put("grad.c0", gradients.dC0().floats());
    }
    if (outputs.cells() != null) {
      results.put("cells", features(outputs.cells()));
    }
    if (outputs.gates() != null) {
      results.put("gates", features(outputs.gates()));
    }
    parameterGradients().forEach((name, tensor) -> results.put("grad." + name, tensor.floats()));
    return results;
  }

  Map<String, Tensor> parameterGradients() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (CellParameter role : problem.form.cell().parameterShapes().keySet()) {
      tensors.put(role.label(), parameters.get(role).gradient());
    }
    return tensors;
  }

  /** Whether the features outside the slices are unchanged. */
  boolean marginsAreIntact() {
    for (FeatureSlice slice :
        Arrays.asList(outputs.y(), outputs.cells(), outputs.gates(), gradients.dX())) {
      if (slice == null) {
        continue;
      }
      float[] wide = slice.tensor().floats();
      int columns = slice.tensor().shape().columns();
      for (int k = 0; k < wide.length; k++) {
        int column = k % columns;
        boolean inside = column >= margin && column < margin + slice.width();
        if (!inside && wide[k] != MARGIN_VALUE) {
          return false;
        }
      }
    }
    return true;
  }

  void write(RecurrenceProblem other) {
    other
        .weights
        .byRole()
        .forEach((role, values) -> parameters.get(role).value().write(Values.floats(values)));
  }

  private Map<CellParameter, Parameter> parameters(Cell cell) {
    Map<CellParameter, Parameter> byRole = new EnumMap<>(CellParameter.class);
    Map<CellParameter, double[]> values = problem.weights.byRole();
    cell.parameterShapes()
        .forEach(
            (role, shape) -> {
              Tensor tensor = scope.device().allocate(DType.FLOAT32, Shape.of(shape));
              tensor.write(Values.floats(values.get(role)));
              byRole.put(role, scope.own(new Parameter(role.label(), tensor)));
            });
    return byRole;
  }

  private FeatureSlice sequence(double value, int width) {
    double[] values = new double[problem.form.timesteps() * problem.form.batch() * width];
    Arrays.fill(values, value);
    return sequence(values, width);
  }

  private FeatureSlice sequence(double[] values, int width) {
    int columns = width + 2 * margin;
    int rows = values.length / width;
    float[] wide = new float[rows * columns];
    Arrays.fill(wide, MARGIN_VALUE);
    for (int row = 0; row < rows; row++) {
      for (int k = 0; k < width; k++) {
        wide[row * columns + margin + k] = (float) values[row * width + k];
      }
    }
    Tensor tensor = scope.floats(problem.form.timesteps(), problem.form.batch(), columns);
    tensor.write(wide);
    return new FeatureSlice(tensor, margin, width);
  }

  private static float[] features(FeatureSlice slice) {
    float[] wide = slice.tensor().floats();
    int columns = slice.tensor().shape().columns();
    float[] values = new float[wide.length / columns * slice.width()];
    for (int k = 0; k < values.length; k++) {
      int row = k / slice.width();
      values[k] = wide[row * columns + slice.offset() + k % slice.width()];
    }
    return values;
  }

  private Tensor lengths() {
    if (problem.inputs.lengths() == null) {
      return null;
    }
    Tensor tensor = scope.ints(problem.form.batch());
    tensor.write(problem.inputs.lengths());
    return tensor;
  }

  private Tensor matrix(double[][] values) {
    if (values == null) {
      return null;
    }
    Tensor tensor = scope.floats(values.length, values[0].length);
    tensor.write(Values.floats(Values.flat(values)));
    return tensor;
  }

  private Tensor states(float value, int width) {
    Tensor tensor = scope.floats(problem.form.batch(), width);
    scope.device().elementwise().fill(tensor, value);
    return tensor;
  }

  @Override
  public void close() {
    scope.close();
  }
}
