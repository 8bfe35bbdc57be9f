package dev.sluice.app;

import java.io.IOException;
import java.net.ServerSocket;

/** A Java agent that keeps a port open while its JVM runs, as monitoring agents do. */
public final class ListeningAgent {
  private static ServerSocket socket;

  private ListeningAgent() {}

  public static void premain(String port) throws IOException {
    socket = new ServerSocket(Integer.parseInt(port));
  }
}
