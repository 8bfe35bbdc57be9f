package dev.sluice.layer;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.CellParameters;
import dev.sluice.device.Parameter;
import dev.sluice.device.RandomStream;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.layer.stack.DropConnect;
import dev.sluice.layer.stack.MaskSite;
import dev.sluice.layer.stack.PlanCache;
import dev.sluice.sequence.Direction;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One layer of a recurrent stack in one direction: its cell, its parameters and its plans. */
final class UnidirectionalLayer {
  private final Cell cell;
  private final CellParameters parameters;
  private final List<Parameter> ordered = new ArrayList<>();
  private final PlanCache plans;
  private final LayerContext context;
  private final int layer;

  /** The index of the direction: 0, or 1 for the second direction of a bidirectional stack. */
  private final int directionIndex;

  /** Null if the initial states are zeros. */
  private final @Nullable LearnedStates learned;

  /** Null without recurrent dropout. */
  private final @Nullable DropConnect dropConnect;

  UnidirectionalLayer(RecurrentSpec spec, int layer, Direction direction, LayerContext context) {
    this.cell = spec.cells().get(layer);
    this.context = context;
    this.layer = layer;
    this.directionIndex = spec.directions().each().indexOf(direction);
    String suffix = RecurrentSpec.suffix(layer, direction);
    Map<CellParameter, Parameter> byRole = new EnumMap<>(CellParameter.class);
    cell.parameterShapes()
        .forEach(
            (role, shape) -> {
              float[] values = spec.initialization().draw(cell, role, context.random());
              Parameter parameter = context.parameter(role.label() + suffix, values, shape);
              byRole.put(role, parameter);
              ordered.add(parameter);
            });
    this.parameters = new CellParameters(cell, byRole);
    this.learned =
        spec.initialStates() == InitialStates.LEARNED
            ? LearnedStates.create(cell, suffix, context)
            : null;
    if (learned != null) {
      ordered.addAll(learned.parameters());
    }
    this.dropConnect =
        spec.recurrentDropout() > 0
            ? context
                .scope()
                .own(new DropConnect(context.device(), cell, parameters, spec.recurrentDropout()))
            : null;
    this.plans = context.scope().own(new PlanCache(context.device(), cell, direction, spec.bptt()));
  }

  Cell cell() {
    return cell;
  }

  CellParameters cellParameters() {
    return parameters;
  }

  /**
   * First the cell's parameters in PyTorch's order, then its other parameters, then learned states.
   */
  List<Parameter> parameters() {
    return ordered;
  }

  PlanCache plans() {
    return plans;
  }

  /** Null if the initial states are zeros. */
  @Nullable LearnedStates learned() {
    return learned;
  }

  /**
   * The masked recurrent weights of one pass; null unless in training and with recurrent dropout.
   */
  DropConnect.@Nullable Lease maskedWeights(ForwardContext pass) {
    return dropConnect != null && pass.training()
        ? pass.scope().own(dropConnect.lease(random(MaskSite.RECURRENT_WEIGHTS, pass)))
        : null;
  }

  /**
   * The random numbers of the zoneout masks; null without zoneout, and unless in training: other
   * modes use means.
   */
  @Nullable RandomStream zoneoutMasks(ForwardContext pass) {
    return cell.zoneout().acts() && pass.training() ? random(MaskSite.ZONEOUT, pass) : null;
  }

  private RandomStream random(MaskSite site, ForwardContext pass) {
    return pass.random(context.site(site.place(layer, directionIndex)));
  }

  /** New states for this many rows, not initialized. */
  RecurrentStates.State states(int batch, Scope scope) {
    return new RecurrentStates.State(
        scope.floats(batch, cell.outputSize()),
        cell.hasCellState() ? scope.floats(batch, cell.hiddenSize()) : null);
  }

  /** New states for this many rows, all zeros. */
  RecurrentStates.State zeroStates(int batch, Scope scope) {
    return new RecurrentStates.State(
        scope.zeros(batch, cell.outputSize()),
        cell.hasCellState() ? scope.zeros(batch, cell.hiddenSize()) : null);
  }

  /** Overwrites states with the initial states: zeros, or the learned ones. */
  void writeInitial(RecurrentStates.State rows) {
    if (learned != null) {
      learned.write(rows);
      return;
    }
    Tensor hidden = Objects.requireNonNull(rows.hidden());
    hidden.device().elementwise().fill(hidden, 0);
    if (rows.cell() != null) {
      rows.cell().device().elementwise().fill(rows.cell(), 0);
    }
  }
}
