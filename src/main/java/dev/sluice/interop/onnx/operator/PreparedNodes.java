package dev.sluice.interop.onnx.operator;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.sluice.device.Device;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What nodes of a model prepare for a device once, such as packed weights; all runs share it.
 * Thread-safe.
 */
public final class PreparedNodes implements AutoCloseable {
  private final Device device;
  private final Map<NodeProto, AutoCloseable> byNode = new IdentityHashMap<>();

  /** None so far. */
  public PreparedNodes(Device device) {
    this.device = device;
  }

  Device device() {
    return device;
  }

  /** What a node prepared, which it does at the first call. */
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
