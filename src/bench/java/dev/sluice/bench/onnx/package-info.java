/**
 * ONNX models here beside ONNX Runtime, in one run and in turn. Begin with {@link
 * dev.sluice.bench.onnx.OnnxBench}.
 */
package dev.sluice.bench.onnx;
