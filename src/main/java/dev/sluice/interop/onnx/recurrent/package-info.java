/**
 * RNN, LSTM and GRU: ONNX's recurrent nodes as cells of the engine. The only place that knows
 * ONNX's gate orders. Begin with {@link dev.sluice.interop.onnx.recurrent.RecurrentOperators}.
 * Imports {@code operator} and {@code tensor}.
 */
package dev.sluice.interop.onnx.recurrent;
