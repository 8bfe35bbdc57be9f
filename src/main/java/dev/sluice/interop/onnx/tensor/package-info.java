/**
 * Values on the heap with a shape, their element types and how they lie in a model file. Begin with
 * {@link dev.sluice.interop.onnx.tensor.HostTensor}. Knows no operator and no graph.
 */
package dev.sluice.interop.onnx.tensor;
