package dev.sluice.interop.onnx;

import dev.sluice.interop.onnx.tensor.HostTensor;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A map of the outputs of a run by name, in order. It holds an array instead of a hash table,
 * because runs of a single step must be cheap.
 */
final class NamedTensors extends AbstractMap<String, HostTensor> {
  private final List<String> names;
  private final HostTensor[] tensors;

  NamedTensors(List<String> names, HostTensor... tensors) {
    this.names = names;
    this.tensors = tensors;
  }

  @Override
  public @Nullable HostTensor get(Object name) {
    int index = names.lastIndexOf(name);
    return index < 0 ? null : tensors[index];
  }

  @Override
  public boolean containsKey(Object name) {
    return names.contains(name);
  }

  @Override
  public Set<Map.Entry<String, HostTensor>> entrySet() {
    Map<String, HostTensor> entries = new LinkedHashMap<>();
    for (int k = 0; k < tensors.length; k++) {
      entries.put(names.get(k), tensors[k]);
    }
    return Collections.unmodifiableMap(entries).entrySet();
  }
}
