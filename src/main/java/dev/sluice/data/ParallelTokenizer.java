package dev.sluice.data;

import dev.sluice.argument.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tokenizes texts on several threads while the caller still reads further texts. For use by one
 * thread, which adds the texts.
 */
final class ParallelTokenizer implements AutoCloseable {
  /** Texts per chunk; workers take whole chunks. */
  private static final int CHUNK = 64;

  /** Maximum number of chunks in the queue, so that the caller does not read far ahead. */
  private static final int WAITING = 64;

  private static final long PATIENCE_MILLIS = 100;
  private static final List<String> END = List.of();

  private record Chunk(int first, List<String> texts) {}

  private final BlockingQueue<Chunk> queue = new ArrayBlockingQueue<>(WAITING);
  private final Worker[] workers;
  private List<String> next = new ArrayList<>(CHUNK);
  private int count;

  /**
   * Starts the threads.
   *
   * @param threads number of threads that tokenize, at least 1
   */
  ParallelTokenizer(Tokenizer tokenizer, int threads) {
    Require.atLeast("threads", 1, threads);
    workers = new Worker[threads];
    for (int i = 0; i < threads; i++) {
      workers[i] = new Worker(tokenizer.reader());
      workers[i].start();
    }
  }

  /** Adds a text. */
  void add(String text) {
    next.add(text);
    if (next.size() == CHUNK) {
      submit(next);
      next = new ArrayList<>(CHUNK);
    }
  }

  /** Returns all texts, in the order in which they were added. No text may be added afterwards. */
  TokenizedTexts finish() {
    submit(next);
    for (int i = 0; i < workers.length; i++) {
      put(new Chunk(count, END));
    }
    for (Worker worker : workers) {
      await(worker);
    }
    return merged();
  }

  private void submit(List<String> texts) {
    if (!texts.isEmpty()) {
      put(new Chunk(count, texts));
      count += texts.size();
    }
  }

  /** Checks the workers while the queue is full: a worker that failed takes no more chunks. */
  private void put(Chunk chunk) {
    try {
      while (!queue.offer(chunk, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        Arrays.stream(workers).forEach(Worker::throwFailure);
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static void await(Worker worker) {
    try {
      worker.join();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    worker.throwFailure();
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while texts were read", e);
  }

  /** Merges the word lists of the workers; each worker has numbered the words in its own order. */
  private TokenizedTexts merged() {
    Map<String, Integer> places = new HashMap<>();
    List<String> words = new ArrayList<>();
    int[][] tokens = new int[count][];
    for (Worker worker : workers) {
      int[] place = new int[worker.places.size()];
      worker.places.forEach(
          (word, local) -> {
            Integer known = places.putIfAbsent(word, words.size());
            place[local] = known == null ? words.size() : known;
            if (known == null) {
              words.add(word);
            }
          });
      worker.done.forEach((first, texts) -> place(texts, place, tokens, first));
    }
    return TokenizedTexts.trusted(List.copyOf(words), tokens);
  }

  private static void place(List<int[]> texts, int[] place, int[][] tokens, int first) {
    for (int i = 0; i < texts.size(); i++) {
      int[] text = texts.get(i);
      for (int t = 0; t < text.length; t++) {
        text[t] = place[text[t]];
      }
      tokens[first + i] = text;
    }
  }

  /** Ends the threads, also if not all texts were read. */
  @Override
  public void close() {
    for (Worker worker : workers) {
      worker.interrupt();
    }
  }

  /** A worker thread. Other threads read its fields only after it has ended. */
  private final class Worker extends Thread {
    private final WordReader reader;
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<Integer, List<int[]>> done = new HashMap<>();
    private int[] buffer = new int[1024];
    private volatile @Nullable Throwable failure;

    Worker(WordReader reader) {
      super("sluice-data");
      this.reader = reader;
      setDaemon(true);
    }

    @Override
    public void run() {
      try {
        for (Chunk chunk = queue.take(); chunk.texts() != END; chunk = queue.take()) {
          List<int[]> read = new ArrayList<>(chunk.texts().size());
          for (String text : chunk.texts()) {
            read.add(tokens(text));
          }
          done.put(chunk.first(), read);
        }
      } catch (InterruptedException e) {
        failure = new IllegalStateException("closed before the texts were read", e);
      } catch (RuntimeException | Error e) {
        failure = e;
      }
    }

    private int[] tokens(String text) {
      int length = 0;
      reader.begin(text);
      for (String word = reader.next(); word != null; word = reader.next()) {
        if (length == buffer.length) {
          buffer = Arrays.copyOf(buffer, 2 * length);
        }
        Integer known = places.get(word);
        if (known == null) {
          known = places.size();
          places.put(word, known);
        }
        buffer[length++] = known;
      }
      return Arrays.copyOf(buffer, length);
    }

    void throwFailure() {
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (failure instanceof Error e) {
        throw e;
      }
    }
  }
}
