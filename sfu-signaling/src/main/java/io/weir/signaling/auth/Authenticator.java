package io.weir.signaling.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import io.weir.signaling.message.ErrorCode;
import io.weir.signaling.message.RequestException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a token into what it grants in a room. Any thread.
 *
 * <p>Tokens are JWTs signed with HS256; the header's {@code kid} selects the key. Whatever is wrong
 * with a token, the refusal does not say more than "not valid".
 */
public final class Authenticator {

  private static final String ALGORITHM = "HS256";
  private static final int LEEWAY_SECONDS = 10;
  private static final int MAX_TOKEN_LENGTH = 8192;
  private static final String ANY_ROOM = "*";

  private final @Nullable JWTAuth tokens;

  private Authenticator(@Nullable JWTAuth tokens) {
    this.tokens = tokens;
  }

  /** An authenticator for these keys (secrets by id); with none, everybody may do everything. */
  public static Authenticator create(Vertx vertx, Map<String, String> keys) {
    if (keys.isEmpty()) {
      return new Authenticator(null);
    }
    JWTAuthOptions options =
        new JWTAuthOptions().setJWTOptions(new JWTOptions().setLeeway(LEEWAY_SECONDS));
    keys.forEach((id, secret) ->
        options.addPubSecKey(
            new PubSecKeyOptions().setAlgorithm(ALGORITHM).setId(id).setBuffer(secret)));
    return new Authenticator(JWTAuth.create(vertx, options));
  }

  /**
   * Checks a token for a room. The future fails with a {@link RequestException}: {@code
   * unauthorized} for a token that is missing or not valid, {@code forbidden} for another room's.
   */
  public Future<Grants> authenticate(@Nullable String token, String room, boolean fromLoopback) {
    if (tokens == null) {
      return Future.succeededFuture(Grants.open(fromLoopback));
    }
    if (token == null || token.isEmpty()) {
      return unauthorized("This server needs a token.");
    }
    if (token.length() > MAX_TOKEN_LENGTH || !hasProperHeader(token)) {
      return unauthorized("The token is not valid.");
    }
    return verify(tokens, token)
        .recover(e -> unauthorized("The token is not valid."))
        .compose(user -> grants(user.principal(), room));
  }

  private static Future<User> verify(JWTAuth tokens, String token) {
    try {
      return tokens.authenticate(new TokenCredentials(token));
    } catch (RuntimeException e) {
      // The library throws at claims of a wrong type, such as a text in exp.
      return Future.failedFuture(e);
    }
  }

  /** RFC 8725 §3.1: the algorithm is ours to choose, never the token's. */
  private static boolean hasProperHeader(String token) {
    int dot = token.indexOf('.');
    if (dot < 0) {
      return false;
    }
    try {
      byte[] header = Base64.getUrlDecoder().decode(token.substring(0, dot));
      JsonObject json = new JsonObject(new String(header, StandardCharsets.UTF_8));
      return ALGORITHM.equals(json.getValue("alg")) && json.getValue("kid") instanceof String;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static Future<Grants> grants(JsonObject claims, String room) {
    if (!(claims.getValue("room") instanceof String granted)
        || !(granted.equals(ANY_ROOM) || granted.equals(room))) {
      return Future.failedFuture(
          new RequestException(ErrorCode.FORBIDDEN, "The token is not for this room."));
    }
    Set<Right> rights = rights(claims);
    if (rights == null) {
      return unauthorized("The token's 'can' must be an array of strings.");
    }
    return Future.succeededFuture(new Grants(text(claims, "sub"), text(claims, "name"), rights));
  }

  /** The rights claimed; names that this version does not know are passed over. */
  private static @Nullable Set<Right> rights(JsonObject claims) {
    if (!claims.containsKey("can")) {
      return Grants.DEFAULT_RIGHTS;
    }
    if (!(claims.getValue("can") instanceof JsonArray names)) {
      return null;
    }
    EnumSet<Right> rights = EnumSet.noneOf(Right.class);
    for (Object name : names) {
      if (!(name instanceof String claim)) {
        return null;
      }
      Right right = Right.parse(claim);
      if (right != null) {
        rights.add(right);
      }
    }
    return rights;
  }

  private static @Nullable String text(JsonObject claims, String claim) {
    return claims.getValue(claim) instanceof String text && !text.isEmpty() ? text : null;
  }

  private static <T> Future<T> unauthorized(String sentence) {
    return Future.failedFuture(new RequestException(ErrorCode.UNAUTHORIZED, sentence));
  }
}
