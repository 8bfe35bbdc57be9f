package dev.sluice.record;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Map;

/**
 * Copies records that have many components: those not named keep their values, also ones that are
 * added to the record later. The copy goes through the canonical constructor and its checks. The
 * record is public, and so are its constructor and accessors.
 *
 * <pre>{@code
 * public Rnn withBiases(Biases biases) {
 *   return RecordCopy.with(this, "biases", biases);
 * }
 * }</pre>
 */
public final class RecordCopy {
  private RecordCopy() {}

  /**
   * A copy with one other value.
   *
   * @param component name of a component
   * @param value of the component's type; null where its constructor allows it
   * @throws IllegalArgumentException if the record has no such component; also what its constructor
   *     throws
   */
  public static <R extends Record> R with(R record, String component, Object value) {
    Map<String, Object> values = new HashMap<>();
    values.put(component, value);
    return with(record, values);
  }

  /**
   * A copy with two other values, whose constructor sees both at once.
   *
   * @throws IllegalArgumentException if the record has no such component; also what its constructor
   *     throws
   */
  public static <R extends Record> R with(
      R record, String component, Object value, String otherComponent, Object otherValue) {
    Map<String, Object> values = new HashMap<>();
    values.put(component, value);
    values.put(otherComponent, otherValue);
    return with(record, values);
  }

  private static <R extends Record> R with(R record, Map<String, Object> values) {
    @SuppressWarnings("unchecked")
    Class<R> type = (Class<R>) record.getClass();
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] arguments = new Object[components.length];
    Map<String, Object> unused = new HashMap<>(values);
    try {
      for (int k = 0; k < components.length; k++) {
        String name = components[k].getName();
        types[k] = components[k].getType();
        arguments[k] =
            values.containsKey(name) ? unused.remove(name) : value(record, components[k]);
      }
      if (!unused.isEmpty()) {
        throw new IllegalArgumentException(
            type.getSimpleName() + ": expected names of its components, got " + unused.keySet());
      }
      Constructor<R> canonical = type.getDeclaredConstructor(types);
      return canonical.newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw unchecked(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName() + ": no record to copy", e);
    }
  }

  private static Object value(Record record, RecordComponent component)
      throws ReflectiveOperationException {
    return component.getAccessor().invoke(record);
  }

  /** What the record's own code threw. */
  private static RuntimeException unchecked(InvocationTargetException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException exception
        ? exception
        : new IllegalStateException(e.getCause());
  }
}
