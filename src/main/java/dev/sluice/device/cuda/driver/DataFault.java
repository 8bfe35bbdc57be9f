package dev.sluice.device.cuda.driver;

/** What kernels find wrong with the values of index tensors; the codes stand in common.cuh too. */
enum DataFault {
  /** A token outside the table. */
  TOKEN("tokens"),
  /** A label that is no class. */
  LABEL("labels"),
  /** A length outside the sequence. */
  LENGTH("lengths"),
  /** A remembered step outside the sequence. */
  STEP("argmax"),
  /** A target that is no probability. */
  TARGET("targets") {
    @Override
    Object value(int bits) {
      return Float.intBitsToFloat(bits);
    }
  };

  private final String argument;

  DataFault(String argument) {
    this.argument = argument;
  }

  /** What the kernels write; 0 is left for no fault. */
  int code() {
    return ordinal() + 1;
  }

  /** The fault with this code. */
  static DataFault of(int code) {
    return values()[code - 1];
  }

  /** The value met, from the record's 32 bits. */
  Object value(int bits) {
    return bits;
  }

  /** The argument's name, for messages. */
  String argument() {
    return argument;
  }
}
