package dev.sluice.bench.engine;

/**
 * An engine that could not be started: every task fails with that reason.
 *
 * @param name short, for tables
 * @param reason why it could not be started
 */
public record AbsentEngine(String name, String reason) implements Engine {

  @Override
  public String description() {
    return name + " is not available: " + reason;
  }

  @Override
  public boolean offers(ProductPrecision arithmetic) {
    return true;
  }

  @Override
  public int elementBytes(ProductPrecision arithmetic) {
    return Float.BYTES;
  }

  @Override
  public Prepared prepare(BenchTask task, ProductPrecision arithmetic, int sets) {
    throw new IllegalStateException(reason);
  }

  @Override
  public void trim() {}

  @Override
  public void close() {}
}
