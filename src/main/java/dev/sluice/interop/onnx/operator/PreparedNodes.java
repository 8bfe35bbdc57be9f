package dev.sluice.interop.onnx.operator;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.sluice.device.Device;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The objects that the nodes of a model prepare once per device, such as packed weights. All runs
 * share them. Thread-safe.
 */
public final class PreparedNodes implements AutoCloseable {
  private final Device device;
  private final Map<NodeProto, AutoCloseable> byNode = new IdentityHashMap<>();

  /** Creates an empty collection for a device. */
  public PreparedNodes(Device device) {
    this.device = device;
  }

  Device device() {
    return device;
  }

  /** Returns the object of a node. The first call prepares it. */
  synchronized AutoCloseable of(NodeProto node, Supplier<? extends AutoCloseable> preparation) {
    AutoCloseable prepared = byNode.get(node);
    if (prepared == null) {
      prepared = preparation.get();
      byNode.put(node, prepared);
    }
    return prepared;
  }

  @Override
  public synchronized void close() {
    byNode.values().forEach(NodeCall::close);
    byNode.clear();
  }
}
