/**
 * Exports models to ONNX. Start reading at {@link dev.sluice.interop.onnx.export.OnnxExport}. Must
 * not import the packages that run models.
 */
@NullMarked
package dev.sluice.interop.onnx.export;

import org.jspecify.annotations.NullMarked;
