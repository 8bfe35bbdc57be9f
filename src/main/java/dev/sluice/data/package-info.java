/**
 * Data sets, tokens, vocabularies and batches, on the host only.
 *
 * <p>From files to batches:
 *
 * <pre>{@code
 * TextSplits splits = new ImdbReviews().load(FetchListener.silent());      // or text.TextData.open(path)
 * List<List<String>> words = Tokenizer.current().tokenizeAll(splits.trainTexts(), threads);
 * Vocabulary vocabulary = Vocabulary.builder().maxSize(20_000).build(words);
 * EncodedTexts train = EncodedTexts.encode(words, splits.trainLabels(), vocabulary, 400);
 * BatchSampler schedule = BatchSampler.bucketed(train.lengths(), 32, seed);
 * TokenBatch batch = train.batch(schedule.epoch(0).indices(0));
 * }</pre>
 *
 * <p>Every batch holds plain time-major Java arrays; the layers above put them onto a device.
 * Whatever is shuffled or split here is a pure function of its seed, the same on every machine and
 * Java version.
 */
package dev.sluice.data;
