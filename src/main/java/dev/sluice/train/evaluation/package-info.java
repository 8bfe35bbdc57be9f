/**
 * Evaluation of a model: loss, accuracy, confusion matrix, ROC curve. Begin with {@link
 * dev.sluice.train.evaluation.Evaluator}. Of the packages of training it imports {@code batch}
 * only.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.train.evaluation;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
