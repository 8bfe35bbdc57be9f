/**
 * ONNX: models written for other engines, and models of other exporters run here. The only place
 * that knows ONNX's gate orders.
 */
package dev.sluice.interop.onnx;
