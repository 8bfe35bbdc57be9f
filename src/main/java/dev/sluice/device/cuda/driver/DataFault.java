package dev.sluice.device.cuda.driver;

/** What can be wrong with a value of an index tensor. The codes are the same in common.cuh. */
enum DataFault {
  /** A token outside the table. */
  TOKEN("tokens"),
  /** A label that is not a class. */
  LABEL("labels"),
  /** A length outside the sequence. */
  LENGTH("lengths"),
  /** A step of max pooling's argmax outside the sequence. */
  STEP("argmax"),
  /** A target that is not a probability. */
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

  /** The code that kernels write; 0 means no fault. */
  int code() {
    return ordinal() + 1;
  }

  /** The fault with this code. */
  static DataFault of(int code) {
    return values()[code - 1];
  }

  /** The wrong value, from the record's 32 bits. */
  Object value(int bits) {
    return bits;
  }

  /** The name of the argument that holds the value, for messages. */
  String argument() {
    return argument;
  }
}
