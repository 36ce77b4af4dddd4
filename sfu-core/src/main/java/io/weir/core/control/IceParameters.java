package io.weir.core.control;

/**
 * Short-term ICE credentials of one end (RFC 8839 §5.4).
 *
 * @param usernameFragment 4 to 256 ice-chars
 * @param password 22 to 256 ice-chars
 */
public record IceParameters(String usernameFragment, String password) {

  @Override
  public String toString() {
    return "IceParameters[usernameFragment=" + usernameFragment + "]";
  }
}
