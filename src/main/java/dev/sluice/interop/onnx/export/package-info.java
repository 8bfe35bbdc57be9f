/**
 * Exports models to ONNX. Start reading at {@link dev.sluice.interop.onnx.export.OnnxExport}. Must
 * not import the packages that run models.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.interop.onnx.export;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
