package dev.sluice.loss;

import dev.sluice.device.Tensor;

/**
 * What a model should have answered.
 *
 * @param values class ids {@code INT32} (one per row of predictions, -1: not counted), or values
 *     {@code FLOAT32} of the predictions' shape
 * @param mask for {@code FLOAT32} values: {@code INT32}, one per row, 0: not counted; or null
 * @param counted how many rows count; lets the gradients of several partial batches add up to those
 *     of the whole
 */
public record Targets(Tensor values, Tensor mask, int counted) {}
