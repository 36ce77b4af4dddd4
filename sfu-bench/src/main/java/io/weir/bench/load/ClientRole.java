package io.weir.bench.load;

/** What a client does in its room. */
enum ClientRole {
  MEMBER(true, true),
  PUBLISHER(true, false),
  VIEWER(false, true);

  private final boolean publishes;
  private final boolean watches;

  ClientRole(boolean publishes, boolean watches) {
    this.publishes = publishes;
    this.watches = watches;
  }

  boolean publishes() {
    return publishes;
  }

  boolean watches() {
    return watches;
  }
}
