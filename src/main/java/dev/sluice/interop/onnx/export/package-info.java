/**
 * Exports models to ONNX. Start reading at {@link dev.sluice.interop.onnx.export.OnnxExport}. Must
 * not import the packages that run models.
 */
package dev.sluice.interop.onnx.export;
