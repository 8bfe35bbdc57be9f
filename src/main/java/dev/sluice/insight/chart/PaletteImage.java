package dev.sluice.insight.chart;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * An image whose pixels are numbers of colours. It is written as PNG (ISO/IEC 15948) here, since
 * the JDK's own writer needs AWT.
 *
 * @param width pixels in a row
 * @param height rows
 * @param palette at most 256 colours as {@code 0xAARRGGBB}
 * @param pixels the number of each pixel's colour, row by row
 */
record PaletteImage(int width, int height, int[] palette, byte[] pixels) {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte BITS = 8;
  private static final byte INDEXED_COLOUR = 3;

  /** The file. */
  byte[] png() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(SIGNATURE);
    chunk(file, "IHDR", header());
    chunk(file, "PLTE", colours());
    chunk(file, "tRNS", opacities());
    chunk(file, "IDAT", compressed());
    chunk(file, "IEND", new byte[0]);
    return file.toByteArray();
  }

  private byte[] header() {
    byte deflate = 0;
    byte filters = 0;
    byte notInterlaced = 0;
    return ByteBuffer.allocate(13)
        .putInt(width)
        .putInt(height)
        .put(new byte[] {BITS, INDEXED_COLOUR, deflate, filters, notInterlaced})
        .array();
  }

  private byte[] colours() {
    ByteBuffer colours = ByteBuffer.allocate(3 * palette.length);
    for (int colour : palette) {
      colours.put((byte) (colour >> 16)).put((byte) (colour >> 8)).put((byte) colour);
    }
    return colours.array();
  }

  private byte[] opacities() {
    byte[] opacities = new byte[palette.length];
    for (int i = 0; i < palette.length; i++) {
      opacities[i] = (byte) (palette[i] >>> 24);
    }
    return opacities;
  }

  /** The rows, each after a byte that names its filter, here none. */
  private byte[] compressed() {
    ByteBuffer rows = ByteBuffer.allocate(height * (width + 1));
    for (int y = 0; y < height; y++) {
      rows.put((byte) 0).put(pixels, y * width, width);
    }
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      deflater.setInput(rows.array());
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static void chunk(ByteArrayOutputStream file, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 check = new CRC32();
    check.update(name);
    check.update(data);
    file.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    file.writeBytes(name);
    file.writeBytes(data);
    file.writeBytes(ByteBuffer.allocate(4).putInt((int) check.getValue()).array());
  }
}
