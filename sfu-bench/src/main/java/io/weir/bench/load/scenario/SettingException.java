package io.weir.bench.load.scenario;

/** A setting that cannot be used; the message is one sentence for whoever gave it. */
public final class SettingException extends Exception {

  private static final long serialVersionUID = 1L;

  public SettingException(String message) {
    super(message);
  }
}
