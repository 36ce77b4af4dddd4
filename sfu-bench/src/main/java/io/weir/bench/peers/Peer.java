package io.weir.bench.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A server that loads are compared on. Another one is another implementation, named in {@link
 * Peers}. One thread.
 */
interface Peer {
  /** What tables and the command line call it. */
  String name();

  /**
   * Its version, as it tells itself.
   *
   * @throws IOException if it is not there; says what to do
   */
  String version() throws IOException;

  /**
   * Starts the server and returns when it takes clients.
   *
   * @param folder for its settings and its log; empty
   * @param mediaAddress where it shall take media
   * @throws IOException if it does not start; says why
   */
  RunningServer start(Path folder, String mediaAddress) throws IOException;

  /** What tells the load tester where to connect. */
  List<String> loadArguments();
}
