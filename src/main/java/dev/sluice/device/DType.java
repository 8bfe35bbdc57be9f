package dev.sluice.device;

/** The element type of a tensor. */
public enum DType {
  /** 32-bit floating point, IEEE 754 binary32. */
  FLOAT32,
  /** 32-bit integer, two's complement. */
  INT32
}
