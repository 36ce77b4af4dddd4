import { watchBackground } from './background.js';
import { OWN_SCREEN, OwnTiles, SELF } from './own-tiles.js';
import { createPager } from './pager.js';
import { placesIn, placeTiles } from './placement.js';
import { SlotTiles } from './slot-tiles.js';
import { SlotViews } from './slot-views.js';
import { handOf, isScreen, isSilent, largeItems, pageOf, rememberSpeakers, slotsFor, stageItems } from './stage-plan.js';
import { moveBetween } from './tile-keys.js';
import { Tile } from './tile.js';

/** @typedef {import('../client/types.js').ParticipantInfo} ParticipantInfo */
/** @typedef {import('../media/local-media.js').LocalMedia} LocalMedia */
/** @typedef {import('../../weir-client.js').WeirClient} WeirClient */
/** @typedef {import('./figures.js').Figures} Figures */
/** @typedef {import('./layout.js').Rectangle} Rectangle */
/** @typedef {import('./quality.js').Quality} Quality */
/** @typedef {import('./screen-share.js').ScreenShare} ScreenShare */
/** @typedef {import('./stage-plan.js').LayoutMode} LayoutMode */
/** @typedef {import('./stage-plan.js').StageItem} StageItem */

const PHONE_SIDE = 600;

/** Width : height that a camera's picture is taken to have until it is seen. */
const USUAL_ASPECT = 16 / 9;

/** What is where, after planning. @typedef {{large: StageItem[], small: StageItem[], pages: number, page: number}} Plan */

/**
 * The stage: one tile per visible person, own tile included. A person with video gets the tile of
 * the slot that receives it, everybody else one with an avatar.
 */
export class Stage {
  /** Whether all pictures stay away, to save bandwidth. */
  audioOnly = false;
  /** @type {LayoutMode} */
  mode = 'grid';
  /** @type {string | null} */
  pinned = null;

  /** @type {Map<string, Tile>} by item, for those without video */
  #avatarTiles = new Map();
  /** Keys on the first page. @type {string[]} */
  #first = [];
  /** @type {string[]} */
  #spoke = [];
  #page = 0;
  #frame = 0;
  #asleep = false;
  #statsShown = false;
  /** @type {Tile[]} in the order in which they stand */
  #standing = [];
  /** @type {Map<string, {figures: Figures, quality: Quality | null}>} */
  #figures = new Map();
  /** @type {(() => void)[]} */
  #stops = [];

  /**
   * @param {object} options
   * @param {HTMLElement} options.element
   * @param {HTMLElement} options.pagerPlace where the buttons go that turn pages
   * @param {WeirClient} options.client
   * @param {LocalMedia} options.media
   * @param {ScreenShare} options.screen
   * @param {number} options.mostSlots
   * @param {boolean} options.sendsViews
   * @param {() => void} options.onslots more slots are needed than there are
   */
  constructor({ element, pagerPlace, client, media, screen, mostSlots, sendsViews, onslots }) {
    this.element = element;
    this.client = client;
    this.mostSlots = mostSlots;
    this.sendsViews = sendsViews;
    this.onslots = onslots;
    const update = () => this.update();
    const onpin = (/** @type {string} */ key) => this.togglePin(key);
    this.own = new OwnTiles({ place: element, client, media, screen, onpin });
    this.slotTiles = new SlotTiles({ place: element, client, onpin, onchange: update });
    this.views = new SlotViews(client, update);
    this.pager = createPager((step) => this.turnPage(step));
    pagerPlace.prepend(this.pager.element);
    const resized = new ResizeObserver(update);
    resized.observe(element);
    this.#stops = [
      () => resized.disconnect(),
      moveBetween(element, () => this.#standing),
      watchBackground((asleep) => this.#sleep(asleep)),
      client.on('activeSpeakers', ({ participants }) => {
        this.#spoke = rememberSpeakers(
          this.#spoke,
          participants.filter((id) => id !== client.participant),
        );
        this.update();
      }),
      media.on('change', update),
      screen.on('change', update),
    ];
    for (const type of /** @type {const} */ ([
      'roomState',
      'participantJoined',
      'participantUpdated',
      'participantLeft',
      'trackPublished',
      'trackUnpublished',
      'trackMuted',
      'slotChanged',
    ])) {
      this.#stops.push(client.on(type, update));
    }
    this.update();
  }

  /** How many video slots the stage has a use for now. @returns {number} */
  wantedSlots() {
    if (this.audioOnly) return 0;
    const { large, small } = this.#plan();
    return slotsFor([...large, ...small].filter(({ track }) => track).length, this.mostSlots);
  }

  /** Shows soon what is known now. */
  update() {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#render());
  }

  /** Shows somebody large, or as before. @param {string} key */
  togglePin(key) {
    this.pinned = this.pinned === key ? null : key;
    this.update();
  }

  /** @param {number} step */
  turnPage(step) {
    this.#page = Math.max(0, this.#page + step);
    this.update();
  }

  /** @param {boolean} speaking */
  setSelfSpeaking(speaking) {
    this.own.self.setSpeaking(speaking);
  }

  /** @param {boolean} shown */
  showStats(shown) {
    this.#statsShown = shown;
    this.element.dataset.stats = String(shown);
    this.#showFigures();
  }

  /** @param {Map<string, {figures: Figures, quality: Quality | null}>} figures by mid */
  setFigures(figures) {
    this.#figures = figures;
    this.#showFigures();
  }

  /**
   * Lets an emoji float over somebody's tile; over the first one for people on other pages.
   *
   * @param {string | null} participant null for oneself
   * @param {string} emoji
   */
  react(participant, emoji) {
    const key = participant === null || participant === this.client.participant ? SELF : participant;
    const tile = this.#standing.find((one) => one.key === key) ?? this.#standing[0];
    tile?.react(emoji);
  }

  close() {
    cancelAnimationFrame(this.#frame);
    for (const stop of this.#stops) stop();
    this.views.close();
    this.slotTiles.close();
    this.own.close();
    for (const tile of this.#avatarTiles.values()) tile.remove();
    this.pager.element.remove();
  }

  #render() {
    this.#frame = 0;
    const plan = this.#plan();
    this.own.show();
    const large = plan.large.map((item) => this.#tileOf(item));
    const small = plan.small.map((item) => this.#tileOf(item));
    const rectangles = this.#place(plan, large, small);
    this.#standing = [...large, ...small];
    this.#clearAway();
    this.#askFor(plan, rectangles);
    this.pager.show(plan.page, plan.pages);
    for (const tile of this.#standing) tile.setPlace(tile.key === this.pinned, large.includes(tile));
    this.#keepOneTabStop();
    this.#showFigures();
  }

  /** @returns {Plan} */
  #plan() {
    const others = this.#otherItems();
    const own = this.own.all().map((tile) => this.#ownItem(tile));
    const everything = [...others, ...own];
    if (this.pinned && !everything.some(({ key }) => key === this.pinned)) this.pinned = null;
    const mode = this.pinned === null && others.length === 0 ? 'grid' : this.mode;
    const large = largeItems(this.pinned ? everything : others, { mode, pinned: this.pinned, spoke: this.#spoke });
    const rest = others.filter((item) => !large.includes(item));
    const mine = own.filter((item) => !large.includes(item));
    const room = Math.max(1, placesIn(this.#area(), large.length > 0) - mine.length);
    const { visible, first, page, pages } = pageOf(rest, { room, page: this.#page, previous: this.#first, spoke: this.#spoke });
    this.#first = first.map(({ key }) => key);
    this.#page = page;
    return { large, small: [...visible, ...mine], page, pages };
  }

  /** @returns {StageItem[]} */
  #otherItems() {
    const items = stageItems(this.client.others);
    if (this.sendsViews) return items;
    const bound = new Set(this.slotTiles.all().map(({ slot }) => slot.track ?? slot.paused));
    return items.filter(({ track }) => track && bound.has(track.id));
  }

  /**
   * @param {Tile} tile
   * @returns {StageItem}
   */
  #ownItem(tile) {
    return { key: tile.key ?? SELF, participant: this.own.person, track: null };
  }

  /** @returns {import('./placement.js').Area} */
  #area() {
    const { clientWidth: width, clientHeight: height } = this.element;
    return { width, height, phone: Math.min(width, height) < PHONE_SIDE && matchMedia('(max-width: 600px), (max-height: 500px)').matches };
  }

  /**
   * @param {StageItem} item
   * @returns {Tile} with its face
   */
  #tileOf(item) {
    if (item.key === SELF) return this.own.self;
    if (item.key === OWN_SCREEN) return this.own.shared;
    const entry = this.slotTiles.showing(item.track?.id);
    const tile = entry?.tile ?? this.#avatarTile(item);
    tile.key = item.key;
    if (entry) this.slotTiles.showFace(entry);
    else this.#showAvatar(tile, item);
    tile.setSpeaking(!isScreen(item) && (this.client.room?.activeSpeakers.includes(item.participant.id) ?? false));
    return tile;
  }

  /**
   * @param {Plan} plan
   * @param {Tile[]} large
   * @param {Tile[]} small
   * @returns {Rectangle[]} of the large tiles, then of the small ones
   */
  #place(plan, large, small) {
    const tiles = [...large, ...small];
    const { self, shared } = this.own;
    const { rectangles, floats } = placeTiles(this.#area(), {
      large: large.length,
      small: small.length,
      selfLast: small.at(-1) === self,
      screens: plan.large.some(isScreen) || large.includes(shared),
    });
    tiles.forEach((tile, index) => tile.place(rectangles[index] ?? null));
    self.element.classList.toggle('tile-floating', floats);
    this.element.dataset.tiles = String(tiles.length);
    this.element.dataset.layout = this.pinned !== null ? 'pinned' : large.length > 0 ? 'speaker' : 'grid';
    return rectangles;
  }

  /** @param {boolean} asleep */
  #sleep(asleep) {
    this.#asleep = asleep;
    // A hidden page renders nothing: its slots are given back at once.
    if (asleep && this.sendsViews) this.views.show([]);
    else this.update();
  }

  #clearAway() {
    const standing = new Set(this.#standing);
    for (const { tile } of this.slotTiles.all()) {
      if (standing.has(tile)) continue;
      tile.key = null;
      tile.place(null);
    }
    for (const [key, tile] of this.#avatarTiles) {
      if (standing.has(tile)) continue;
      tile.remove();
      this.#avatarTiles.delete(key);
    }
  }

  /**
   * @param {Plan} plan
   * @param {Rectangle[]} rectangles
   */
  #askFor({ large, small }, rectangles) {
    if (!this.sendsViews) return;
    const wanted = [...large, ...small].flatMap((item, index) => {
      const { width = 320, height = 180 } = rectangles[index] ?? {};
      const { track } = item;
      if (!track) return [];
      const covers = isScreen(item) ? null : (this.#standing[index]?.aspect ?? USUAL_ASPECT);
      return [{ track: track.id, width, height, covers, large: index < large.length }];
    });
    this.views.show(this.audioOnly || this.#asleep ? [] : wanted);
    const slots = this.client.slots.video.length;
    if (!this.audioOnly && wanted.length > slots && slots < this.mostSlots) this.onslots();
  }

  /**
   * @param {StageItem} item
   * @returns {Tile}
   */
  #avatarTile(item) {
    let tile = this.#avatarTiles.get(item.key);
    if (!tile) {
      tile = new Tile('remote', (key) => this.togglePin(key));
      this.#avatarTiles.set(item.key, tile);
      this.element.append(tile.element);
    }
    return tile;
  }

  /**
   * @param {Tile} tile
   * @param {StageItem} item
   */
  #showAvatar(tile, item) {
    const { participant: person } = item;
    const screen = isScreen(item);
    tile.show({
      person,
      name: screen ? `${person.name || 'Guest'}’s screen` : person.name,
      video: false,
      muted: isSilent(person),
      hand: !screen && handOf(person) !== null,
      screen,
      note: screen && this.audioOnly ? 'Not shown in audio-only mode' : '',
    });
  }

  #showFigures() {
    for (const tile of this.#standing) {
      const told = this.#figures.get(this.#midOf(tile) ?? '');
      tile.setQuality(told?.quality ?? null);
      tile.setFigures(this.#statsShown && told ? told.figures : null);
    }
  }

  /**
   * @param {Tile} tile
   * @returns {string | null} the stream that a tile's figures come from: its video, else its sound
   */
  #midOf(tile) {
    if (tile === this.own.self || tile === this.own.shared) return this.own.midOf(tile);
    const entry = this.slotTiles.all().find((one) => one.tile === tile);
    if (entry && (tile.element.dataset.state === 'video' || entry.slot.paused)) return entry.slot.mid;
    return this.client.slots.audio.find(({ participant }) => participant !== null && participant === tile.key)?.mid ?? null;
  }

  /** Tab reaches the stage once; arrow keys go from tile to tile. */
  #keepOneTabStop() {
    const focused = this.#standing.find(({ pin }) => pin === document.activeElement) ?? this.#standing[0];
    for (const tile of this.#standing) tile.pin.tabIndex = tile === focused ? 0 : -1;
  }
}
