package dev.sluice.device;

/** The type of a tensor's elements. */
public enum DType {
  /** IEEE 754 binary32. */
  FLOAT32,
  /** 32-bit two's complement. */
  INT32
}
