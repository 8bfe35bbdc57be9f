package dev.sluice.device.cuda.recurrence;

import dev.sluice.cell.CellParameter;
import dev.sluice.device.cuda.driver.DeviceMemory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * The fields of {@code struct Pass} of recurrence.cuh, nested ones included, in their order: the
 * one table from which the struct is written. Each field is aligned to its size, as in C++. A test
 * compares the table with the declaration, field by field.
 */
public final class PassLayout {
  private final List<Field> fields = new ArrayList<>();
  private int end;

  /**
   * A field.
   *
   * @param name as in C++; that of a nested struct and a dot before its own
   * @param bytes 4 for an int, 8 for a pointer or an integer of 64 bits
   * @param offset from the start of the struct
   */
  public record Field(String name, int bytes, int offset, ToLongFunction<PassArguments> value) {}

  static final PassLayout PASS = new PassLayout();

  private PassLayout() {
    pointer("lengths", p -> p.pass().lengths);
    parameter("biasIh", CellParameter.BIAS_IH);
    parameter("biasHh", CellParameter.BIAS_HH);
    parameter("weightCi", CellParameter.WEIGHT_CI);
    parameter("weightCf", CellParameter.WEIGHT_CF);
    parameter("weightCo", CellParameter.WEIGHT_CO);
    parameter("biasC", CellParameter.BIAS_C);
    norm("normInput", CellParameter.NORM_IH, p -> p.pass().normInput);
    norm("normState", CellParameter.NORM_HH, p -> p.pass().normState);
    norm("normCell", CellParameter.NORM_C, p -> p.pass().normCell);
    pointer("gates", p -> p.pass().gates);
    pointer("inner", p -> p.pass().inner);
    pointer("hiddens", p -> p.pass().hiddens);
    pointer("cells", p -> p.pass().cells);
    pointer("freshCells", p -> p.pass().freshCells);
    pointer("projectionGradients", p -> p.pass().projectionGradients);
    pointer("stateGradients", p -> p.pass().stateGradients);
    pointer("outputGradients", p -> p.pass().outputGradients);
    pointer("y", PassArguments::outputs);
    pointer("dY", p -> p.gradients(p.dY()));
    pointer("dCells", p -> p.gradients(p.dCells()));
    pointer("h", p -> p.steps().h);
    pointer("c", p -> p.steps().c);
    pointer("recurrent", p -> p.steps().recurrent);
    pointer("reset", p -> p.steps().reset);
    pointer("m", p -> p.steps().m);
    pointer("projection", p -> p.steps().projection);
    pointer("dH", p -> p.steps().dH);
    pointer("dC", p -> p.steps().dC);
    pointer("dFresh", p -> p.steps().dFresh);
    pointer("dGates", p -> p.steps().dGates);
    pointer("hRounded", p -> p.steps().hRounded);
    pointer("resetRounded", p -> p.steps().resetRounded);
    pointer("mRounded", p -> p.steps().mRounded);
    pointer("projectionRounded", p -> p.steps().projectionRounded);
    pointer("dGatesRounded", p -> p.steps().dGatesRounded);
    zoneout();
    integer("first", PassArguments::first);
    integer("timesteps", p -> p.order().timesteps());
    integer("batch", p -> p.order().batch());
    integer("hidden", p -> p.cell().hiddenSize());
    integer("output", p -> p.cell().outputSize());
    integer("gateWidth", p -> p.cell().gates() * p.cell().hiddenSize());
    integer("reverse", p -> p.order().reverse() ? 1 : 0);
    integer("window", PassArguments::window);
    integer("yStride", p -> PassArguments.stride(p.y()));
    integer("dYStride", p -> PassArguments.stride(p.dY()));
    integer("dCellsStride", p -> PassArguments.stride(p.dCells()));
    align(Long.BYTES);
  }

  /** Nested structs begin and end on multiples of eight bytes. */
  private void zoneout() {
    align(Long.BYTES);
    add("zoneout.stream.seed", Long.BYTES, p -> p.masks() == null ? 0 : p.masks().seed());
    add("zoneout.stream.step", Long.BYTES, p -> p.masks() == null ? 0 : p.masks().step());
    integer("zoneout.stream.site", p -> p.masks() == null ? 0 : p.masks().site());
    align(Long.BYTES);
    add("zoneout.firstCell", Long.BYTES, PassArguments::firstCellUnit);
    integer("zoneout.drawn", p -> p.masks() == null ? 0 : 1);
    align(Long.BYTES);
  }

  private void norm(String name, CellParameter gains, Function<PassArguments, NormMemory> memory) {
    parameter(name + ".gains", gains);
    pointer(name + ".normed", memory.andThen(norm -> norm == null ? null : norm.normed()));
    pointer(name + ".scales", memory.andThen(norm -> norm == null ? null : norm.scales()));
  }

  private void parameter(String name, CellParameter role) {
    pointer(name, p -> p.parameter(role));
  }

  private void pointer(String name, Function<PassArguments, DeviceMemory> memory) {
    add(
        name,
        Long.BYTES,
        p -> {
          DeviceMemory taken = memory.apply(p);
          return taken == null ? 0 : taken.address();
        });
  }

  private void integer(String name, ToIntFunction<PassArguments> value) {
    add(name, Integer.BYTES, value::applyAsInt);
  }

  private void add(String name, int bytes, ToLongFunction<PassArguments> value) {
    align(bytes);
    fields.add(new Field(name, bytes, end, value));
    end += bytes;
  }

  private void align(int bytes) {
    end = (end + bytes - 1) / bytes * bytes;
  }

  /** The fields in their order. */
  public static List<Field> fields() {
    return List.copyOf(PASS.fields);
  }

  /** The size of the struct in bytes. */
  int bytes() {
    return end;
  }

  /** Writes the struct from the buffer's position on, which moves behind it. */
  void put(PassArguments arguments, ByteBuffer target) {
    int start = target.position();
    for (Field field : fields) {
      long value = field.value.applyAsLong(arguments);
      if (field.bytes == Long.BYTES) {
        target.putLong(start + field.offset, value);
      } else {
        target.putInt(start + field.offset, (int) value);
      }
    }
    target.position(start + end);
  }
}
