package io.weir.signaling.e2e;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The conference page as a person sees it, in either browser; on the test's thread. */
final class ConferencePage {
  private final WeirProcess weir;
  private final BrowserPage page;
  private final URI address;
  private final Person person;

  private ConferencePage(WeirProcess weir, BrowserPage page, URI address, Person person) {
    this.weir = weir;
    this.page = page;
    this.address = address;
    this.person = person;
  }

  /** Enters a room without the lobby. */
  static ConferencePage enter(WeirProcess weir, BrowserPage page, String room, Person person) {
    return enter(weir, weir.address(), page, room, person);
  }

  /** The same where the browser knows the server by another address. */
  static ConferencePage enter(
      WeirProcess weir, URI server, BrowserPage page, String room, Person person) {
    URI address = server.resolve("r/" + room + "?join=now&name=" + person.name());
    page.navigate(address);
    return new ConferencePage(weir, page, address, person);
  }

  /** A page that is in its room already, whichever process serves it now. */
  static ConferencePage of(WeirProcess weir, BrowserPage page, Person person) {
    return new ConferencePage(weir, page, weir.address(), person);
  }

  /** Waits until exactly these people's pictures stand on the page, in their sizes, and flow. */
  void awaitPicturesOf(Person... others) {
    Set<String> expected = new TreeSet<>();
    for (Person other : others) {
      expected.add(other.name() + " " + other.size());
    }
    weir.await().until(person.name() + " sees " + expected, this::pictures, expected::equals);
    weir.await()
        .until(
            person.name() + " has flowing video from " + expected,
            page::flowingVideos,
            flowing -> flowing >= others.length);
    for (Person other : others) {
      weir.await()
          .until(
              person.name() + " sees the colour of " + other.name(),
              () -> FrameColors.of(page).shown(other) > 0);
    }
  }

  /** Waits until so many incoming audio streams carry sound. */
  void awaitSoundOf(int others) {
    weir.await()
        .until(
            person.name() + " hears " + others, page::audibleStreams, audible -> audible >= others);
  }

  /** Says in the table of clients what flows here. */
  void recordAs(InteropCase ran) {
    InteropTable.worked(ran, page);
  }

  /** Every frame displayed so far had the colour of whose name stood on it. */
  void assertLabelsRight() {
    FrameColors.of(page).assertLabelsRight(Person.ADA, Person.BEN, Person.CEM, Person.DUC);
  }

  /** Presses the button that leaves. */
  void leave() {
    weir.await()
        .until("the leave button", () -> page.evaluate("weirTest.click('leave')").asBoolean());
  }

  /** Loads the page again, as with F5. */
  void reload() {
    page.navigate(address);
  }

  /** Closes the browser's tab. */
  void close() {
    page.close();
  }

  private Set<String> pictures() {
    List<String> seen = new ArrayList<>();
    page.evaluate("weirTest.pictures()")
        .properties()
        .forEach(tile -> seen.add(tile.getKey() + " " + tile.getValue().asText()));
    return seen.stream().collect(Collectors.toCollection(TreeSet::new));
  }
}
