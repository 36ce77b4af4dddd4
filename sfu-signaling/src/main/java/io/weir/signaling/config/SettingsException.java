package io.weir.signaling.config;

/** A setting is unknown or malformed; the message is the one sentence that the operator reads. */
public final class SettingsException extends Exception {

  private static final long serialVersionUID = 1L;

  public SettingsException(String sentence) {
    super(sentence);
  }
}
