package io.weir.signaling.message;

import java.util.regex.Pattern;

/** What a room may be called: 1 to 128 of {@code A-Z a-z 0-9 _ . -}. */
public final class RoomName {

  /** The rule in words, for error messages. */
  public static final String RULE = "a room's name is 1 to 128 of A-Z a-z 0-9 _ . -";

  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

  private RoomName() {}

  /** Whether a text may be the name of a room. */
  public static boolean isValid(String name) {
    return VALID.matcher(name).matches();
  }
}
