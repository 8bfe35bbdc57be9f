package dev.sluice.bench.gpu;

/**
 * One that could not be started: whatever it is asked to make ready fails for that reason.
 *
 * @param name short, for tables
 * @param reason why it is not there
 */
record AbsentEngine(String name, String reason) implements Engine {

  @Override
  public String description() {
    return name + " is not there: " + reason;
  }

  @Override
  public boolean offers(Arithmetic arithmetic) {
    return true;
  }

  @Override
  public int elementBytes(Arithmetic arithmetic) {
    return Float.BYTES;
  }

  @Override
  public Prepared prepare(Task task, Arithmetic arithmetic, int sets) {
    throw new IllegalStateException(reason);
  }

  @Override
  public void trim() {}

  @Override
  public void close() {}
}
