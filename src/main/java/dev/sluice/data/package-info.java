/**
 * Data sets, tokens, vocabularies and batches, in host memory. From files to batches:
 *
 * <pre>{@code
 * TextSplits splits = new ImdbReviews().load(FetchListener.silent());      // or text.TextData.open(path)
 * List<List<String>> words = Tokenizer.current().tokenizeAll(splits.trainTexts(), threads);
 * Vocabulary vocabulary = Vocabulary.builder().withMaxSize(20_000).build(words);
 * EncodedTexts train = EncodedTexts.encode(words, splits.trainLabels(), vocabulary, 400);
 * BatchSampler sampler = BatchSampler.bucketed(train.lengths(), 32, seed);
 * TokenBatch batch = train.batch(sampler.epoch(0).indices(0));
 * }</pre>
 *
 * <p>Every batch is a set of time-major Java arrays; loaders copy it to a device. Shuffles and
 * splits depend only on their seed and are the same on every machine and Java version. This package
 * does not import devices or layers.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.data;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
