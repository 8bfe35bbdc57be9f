/**
 * ONNX's operators, computed on the host. Begin with {@link
 * dev.sluice.interop.onnx.operator.Operator} and {@link dev.sluice.interop.onnx.operator.NodeCall},
 * what an operator reads. A new operator goes into the class of its kind here, or into a class of
 * its own that {@code run.Operators} lists. Imports {@code tensor} only.
 */
package dev.sluice.interop.onnx.operator;
