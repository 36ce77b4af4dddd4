package io.weir.signaling.e2e;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A script of who talks when, from a seed; times are milliseconds since its begin. Pure. */
final class Conversation {
  private static final int COUGH_LEVEL = -12;

  /**
   * Somebody's turn.
   *
   * @param who their number
   * @param firstWordMs when they begin
   * @param aloneMs from when on nobody whom they interrupted talks
   * @param endMs when they end
   */
  record Turn(int who, int firstWordMs, int aloneMs, int endMs) {}

  private final Random random;
  private final List<ArrayNode> sounds = new ArrayList<>();
  private final List<Turn> turns = new ArrayList<>();

  private Conversation(Random random, int people) {
    this.random = random;
    for (int i = 0; i < people; i++) {
      sounds.add(JsonNodeFactory.instance.arrayNode());
    }
  }

  /** Lets people talk in turns, never the same one twice in a row; who listens may cough. */
  static Conversation of(int people, int turns, long seed) {
    Conversation conversation = new Conversation(new Random(seed), people);
    int freeMs = 0;
    int who = 0;
    for (int i = 0; i < turns; i++) {
      freeMs = conversation.addTurn(who, freeMs);
      who = (who + 1 + conversation.random.nextInt(people - 1)) % people;
    }
    return conversation;
  }

  /** The turns in order. */
  List<Turn> turns() {
    return turns;
  }

  /** What a person lets be heard, as JSON: when, for how long, how loud. */
  String soundsOf(int who) {
    return sounds.get(who).toString();
  }

  /** Words of syllables, about four a second, with one pause for breath; when the turn ends. */
  private int addTurn(int who, int freeMs) {
    int firstWordMs = Math.max(0, freeMs - 300 + random.nextInt(900)); // some interrupt
    int endMs = firstWordMs + 2_400 + random.nextInt(800);
    int breathMs = firstWordMs + 900 + random.nextInt(600);
    int loudness = -34 + random.nextInt(12);
    int ms = firstWordMs;
    while (ms < endMs) {
      int syllableMs = 120 + random.nextInt(120);
      addSound(who, ms, syllableMs, loudness + random.nextInt(6));
      ms += syllableMs + 50 + random.nextInt(60);
      if (ms > breathMs) {
        ms += 250 + random.nextInt(200);
        breathMs = endMs;
      }
    }
    turns.add(new Turn(who, firstWordMs, Math.max(firstWordMs, freeMs), ms));
    if (turns.size() % 3 == 0) {
      addSound(
          (who + 1) % sounds.size(), firstWordMs + 1_700, 200 + random.nextInt(80), COUGH_LEVEL);
    }
    return ms;
  }

  private void addSound(int who, int atMs, int forMs, int level) {
    sounds.get(who).addArray().add(atMs).add(forMs).add(level);
  }
}
