/**
 * ONNX: models of other exporters run here. Begin with {@link dev.sluice.interop.onnx.OnnxModel};
 * models are written by {@code export}. {@code tensor} holds values, {@code operator} and {@code
 * recurrent} what nodes compute, {@code run} the run of a graph; each imports only those before it.
 */
package dev.sluice.interop.onnx;
