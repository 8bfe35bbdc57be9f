/**
 * What a model is worth on some examples. Begin with {@link dev.sluice.train.evaluation.Evaluator};
 * imports {@code batch} only.
 */
package dev.sluice.train.evaluation;
