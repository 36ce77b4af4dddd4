package io.weir.signaling.auth;

import io.weir.signaling.message.ErrorCode;
import io.weir.signaling.message.RequestException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who somebody is and what they may do in one room.
 *
 * @param identity the token's {@code sub}, or null
 * @param name the token's {@code name}, or null
 * @param rights what is allowed
 */
public record Grants(@Nullable String identity, @Nullable String name, Set<Right> rights) {

  /** What a token without a {@code can} claim allows. */
  public static final Set<Right> DEFAULT_RIGHTS =
      Set.of(Right.PUBLISH, Right.SUBSCRIBE, Right.DATA);

  public Grants {
    rights = Set.copyOf(rights);
  }

  /** What everybody may do on an open server; admin is for loopback only. */
  public static Grants open(boolean fromLoopback) {
    EnumSet<Right> rights = EnumSet.allOf(Right.class);
    if (!fromLoopback) {
      rights.remove(Right.ADMIN);
    }
    return new Grants(null, null, rights);
  }

  /** Refuses the request unless this right is granted. */
  public void require(Right right) throws RequestException {
    if (!rights.contains(right)) {
      throw new RequestException(
          ErrorCode.FORBIDDEN, "Your token does not allow '" + right.claim() + "'.");
    }
  }

  /** The same person with other rights. */
  public Grants withRights(Set<Right> others) {
    return new Grants(identity, name, others);
  }

  /** The rights' names, in the order of {@link Right}. */
  public List<String> claims() {
    return rights.stream().sorted().map(Right::claim).toList();
  }
}
