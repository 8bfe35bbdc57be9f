/**
 * Compares this engine with ONNX Runtime, in one run. Begin with {@link
 * dev.sluice.bench.onnx.OnnxBench}.
 */
package dev.sluice.bench.onnx;
