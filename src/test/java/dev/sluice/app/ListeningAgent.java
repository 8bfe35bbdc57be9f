package dev.sluice.app;

import java.io.IOException;
import java.net.ServerSocket;

/** A Java agent that holds a port as long as its JVM lives, as those that show measurements do. */
public final class ListeningAgent {
  private static ServerSocket socket;

  private ListeningAgent() {}

  public static void premain(String port) throws IOException {
    socket = new ServerSocket(Integer.parseInt(port));
  }
}
