package io.weir.signaling.e2e;

import static io.weir.signaling.e2e.Person.ADA;
import static io.weir.signaling.e2e.Person.BEN;
import static io.weir.signaling.e2e.Person.CEM;
import static io.weir.signaling.e2e.Person.DUC;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** People meet on the conference page, in Chromium. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConferenceE2eTest {
  private final WeirProcess weir = WeirProcess.start();
  private final ChromiumBrowser chromium = ChromiumBrowser.start();
  private final List<ConferencePage> open = new ArrayList<>();

  @AfterAll
  void stop() {
    chromium.close();
    weir.close();
  }

  @AfterEach
  void closePages() {
    open.forEach(ConferencePage::close);
    open.clear();
  }

  @Test
  void shouldSeeAndHearTheOtherTwoWhenThreePeopleMeet() {
    ConferencePage ada = enter("three", ADA);
    ConferencePage ben = enter("three", BEN);
    ConferencePage cem = enter("three", CEM);

    ada.awaitPicturesOf(BEN, CEM);
    ben.awaitPicturesOf(ADA, CEM);
    cem.awaitPicturesOf(ADA, BEN);
    for (ConferencePage page : List.of(ada, ben, cem)) {
      page.awaitSoundOf(2);
      page.assertLabelsRight();
    }
    ada.recordAs(InteropCase.CHROMIUM_MEETS);
  }

  @Test
  void shouldShowEverybodyToSomeoneWhoJoinsLate() {
    ConferencePage ada = enter("late", ADA);
    ConferencePage ben = enter("late", BEN);
    ConferencePage cem = enter("late", CEM);
    ada.awaitPicturesOf(BEN, CEM);
    ben.awaitPicturesOf(ADA, CEM);
    cem.awaitPicturesOf(ADA, BEN);

    ConferencePage duc = enter("late", DUC);

    duc.awaitPicturesOf(ADA, BEN, CEM);
    duc.awaitSoundOf(3);
    ada.awaitPicturesOf(BEN, CEM, DUC);
    ben.awaitPicturesOf(ADA, CEM, DUC);
    cem.awaitPicturesOf(ADA, BEN, DUC);
    open.forEach(ConferencePage::assertLabelsRight);
  }

  @Test
  void shouldRemoveTheTileOfSomeoneWhoLeaves() {
    ConferencePage ada = enter("leave", ADA);
    ConferencePage ben = enter("leave", BEN);
    ConferencePage cem = enter("leave", CEM);
    ada.awaitPicturesOf(BEN, CEM);
    ben.awaitPicturesOf(ADA, CEM);

    cem.leave();

    ada.awaitPicturesOf(BEN);
    ben.awaitPicturesOf(ADA);
    open.forEach(ConferencePage::assertLabelsRight);
  }

  @Test
  void shouldRemoveTheTileOfSomeoneWhoseTabIsClosed() {
    ConferencePage ada = enter("close", ADA);
    ConferencePage ben = enter("close", BEN);
    ada.awaitPicturesOf(BEN);

    ben.close();
    open.remove(ben);

    ada.awaitPicturesOf();
    ada.assertLabelsRight();
  }

  @Test
  void shouldBringBackSomeoneWhoReloads() {
    ConferencePage ada = enter("reload", ADA);
    ConferencePage ben = enter("reload", BEN);
    ConferencePage cem = enter("reload", CEM);
    ada.awaitPicturesOf(BEN, CEM);
    ben.awaitPicturesOf(ADA, CEM);

    cem.reload();

    cem.awaitPicturesOf(ADA, BEN);
    cem.awaitSoundOf(2);
    ada.awaitPicturesOf(BEN, CEM);
    ben.awaitPicturesOf(ADA, CEM);
    open.forEach(ConferencePage::assertLabelsRight);
  }

  private ConferencePage enter(String room, Person person) {
    BrowserPage page = chromium.open(person);
    ConferencePage conference = ConferencePage.enter(weir, page, room, person);
    open.add(conference);
    return conference;
  }
}
