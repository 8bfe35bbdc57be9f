package dev.sluice.layer;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.CellParameters;
import dev.sluice.device.Parameter;
import dev.sluice.device.RandomStream;
import dev.sluice.device.Scope;
import dev.sluice.layer.stack.DropConnect;
import dev.sluice.layer.stack.MaskSite;
import dev.sluice.layer.stack.PlanCache;
import dev.sluice.sequence.Direction;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One layer of a stack in one direction: a cell with its parameters and its plan. */
final class UnidirectionalLayer {
  private final Cell cell;
  private final CellParameters parameters;
  private final List<Parameter> ordered = new ArrayList<>();
  private final PlanCache plans;
  private final LayerContext context;
  private final int layer;

  /** 0, or 1 for the second direction of the stack. */
  private final int place;

  /** Null where states start at zero. */
  private final LearnedStates learned;

  /** Null without recurrent dropout. */
  private final DropConnect dropped;

  UnidirectionalLayer(RecurrentSpec spec, int layer, Direction direction, LayerContext context) {
    this.cell = spec.cells().get(layer);
    this.context = context;
    this.layer = layer;
    this.place = spec.directions().each().indexOf(direction);
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
    this.dropped =
        spec.recurrentDropout() > 0
            ? context
                .scope()
                .own(new DropConnect(context.device(), cell, parameters, spec.recurrentDropout()))
            : null;
    PlanCache slot = new PlanCache(context.device(), cell, direction, spec.bptt());
    this.plans = context.scope().own(slot);
  }

  Cell cell() {
    return cell;
  }

  CellParameters cellParameters() {
    return parameters;
  }

  /** PyTorch's in its order, the cell's others, then learned states. */
  List<Parameter> parameters() {
    return ordered;
  }

  PlanCache plans() {
    return plans;
  }

  /** Null where states start at zero. */
  LearnedStates learned() {
    return learned;
  }

  /** A mask of the recurrent weights, in the pass's scope; null where none acts. */
  DropConnect.Lease droppedWeights(ForwardContext pass) {
    return dropped != null && pass.training()
        ? pass.scope().own(dropped.lease(random(MaskSite.RECURRENT_WEIGHTS, pass)))
        : null;
  }

  /** What zoneout draws from; null where it acts by its expectation, or not at all. */
  RandomStream zoneoutMasks(ForwardContext pass) {
    return cell.zoneout().acts() && pass.training() ? random(MaskSite.ZONEOUT, pass) : null;
  }

  private RandomStream random(MaskSite site, ForwardContext pass) {
    return pass.random(context.site(site.place(layer, place)));
  }

  /** Room for the states of so many rows, with whatever contents. */
  RecurrentStates.State states(int batch, Scope scope) {
    return new RecurrentStates.State(
        scope.floats(batch, cell.outputSize()),
        cell.hasCellState() ? scope.floats(batch, cell.hiddenSize()) : null);
  }

  /** Zeros for so many rows. */
  RecurrentStates.State zeroStates(int batch, Scope scope) {
    return new RecurrentStates.State(
        scope.zeros(batch, cell.outputSize()),
        cell.hasCellState() ? scope.zeros(batch, cell.hiddenSize()) : null);
  }

  /** Writes what a sequence starts from where nothing is given. */
  void writeInitial(RecurrentStates.State rows) {
    if (learned != null) {
      learned.write(rows);
      return;
    }
    rows.hidden().device().elementwise().fill(rows.hidden(), 0);
    if (rows.cell() != null) {
      rows.cell().device().elementwise().fill(rows.cell(), 0);
    }
  }
}
