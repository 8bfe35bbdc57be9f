/**
 * Writes models as ONNX files. Begin with {@link dev.sluice.interop.onnx.export.OnnxExport}. Does
 * not import what runs models.
 */
package dev.sluice.interop.onnx.export;
