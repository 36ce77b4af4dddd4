import { h } from '../ui/dom.js';
import { capacity, layoutGrid } from './layout.js';
import { assignSlots, isSilent, rememberSpeakers, slotsFor, stageItems, visibleItems } from './stage-plan.js';
import { Tile } from './tile.js';

/** @typedef {import('../client/slots.js').Slot} Slot */
/** @typedef {import('../client/types.js').FrameLabel} FrameLabel */
/** @typedef {import('../client/types.js').ParticipantInfo} ParticipantInfo */
/** @typedef {import('../client/types.js').SlotView} SlotView */
/** @typedef {import('../media/local-media.js').LocalMedia} LocalMedia */
/** @typedef {import('../../weir-client.js').WeirClient} WeirClient */
/** @typedef {import('./layout.js').Rectangle} Rectangle */
/** @typedef {import('./stage-plan.js').StageItem} StageItem */

/** Sizes are told to the server once the stage has come to rest. */
const VIEW_DELAY_MS = 250;
const GRID = { gap: 10, minAspect: 4 / 3, maxAspect: 16 / 9, minWidth: 200, minHeight: 120, most: 25 };
const PHONE_GRID = { gap: 8, minAspect: 3 / 4, maxAspect: 16 / 9, minWidth: 130, minHeight: 120, most: 9 };
/** One person alone may fill a phone held upright. */
const PHONE_SINGLE = { ...PHONE_GRID, minAspect: 1 / 2 };
const PHONE_WIDTH = 600;

/** A remote tile with its slot. @typedef {{tile: Tile, slot: Slot, frame: FrameLabel | null, stop: () => void}} SlotTile */

/**
 * The stage: one tile per visible person, own tile included. A person with video gets the tile of
 * the slot that receives it, everybody else one with an avatar.
 */
export class Stage {
  /** @type {SlotTile[]} by slot index */
  #slotTiles = [];
  /** @type {Map<string, Tile>} by participant, for those without video */
  #avatarTiles = new Map();
  #self = new Tile('self');
  #more = h('div', { class: 'stage-more', hidden: true, 'data-testid': 'more' });
  /** @type {string[]} */
  #visible = [];
  /** @type {string[]} */
  #spoke = [];
  #frame = 0;
  /** @type {any} */
  #viewTimer = null;
  /** @type {(() => void)[]} */
  #stops = [];

  /**
   * @param {object} options
   * @param {HTMLElement} options.element
   * @param {WeirClient} options.client
   * @param {LocalMedia} options.media
   * @param {number} options.mostSlots
   * @param {boolean} options.sendsViews
   */
  constructor({ element, client, media, mostSlots, sendsViews }) {
    this.element = element;
    this.client = client;
    this.media = media;
    this.mostSlots = mostSlots;
    this.sendsViews = sendsViews;
    this.#self.element.classList.add('tile-self');
    element.append(this.#self.element, this.#more);
    const update = () => this.update();
    const resized = new ResizeObserver(update);
    resized.observe(element);
    this.#stops = [
      () => resized.disconnect(),
      client.on('slotMedia', ({ slot }) => this.#slotMedia(slot)),
      client.on('activeSpeakers', ({ participants }) => {
        this.#spoke = rememberSpeakers(this.#spoke, participants);
        this.update();
      }),
      media.on('change', update),
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
    for (const slot of client.slots.video) this.#slotMedia(slot);
    this.update();
  }

  /** How many video slots the room asks for now. @returns {number} */
  wantedSlots() {
    const videos = stageItems(this.client.others).filter(({ track }) => track).length;
    return slotsFor(videos, this.mostSlots);
  }

  /** Shows soon what is known now. */
  update() {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#render());
  }

  /** @param {boolean} speaking */
  setSelfSpeaking(speaking) {
    this.#self.setSpeaking(speaking);
  }

  close() {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#viewTimer);
    for (const stop of this.#stops) stop();
    for (const { tile, stop } of this.#slotTiles) {
      stop();
      tile.remove();
    }
    for (const tile of this.#avatarTiles.values()) tile.remove();
    this.#self.remove();
    this.#more.remove();
  }

  /** @param {Slot} slot */
  #slotMedia(slot) {
    if (slot.kind !== 'video') return;
    let entry = this.#slotTiles[slot.index];
    if (!entry) {
      const tile = new Tile('remote');
      this.element.append(tile.element);
      entry = { tile, slot, frame: null, stop: () => {} };
      this.#slotTiles[slot.index] = entry;
      entry.stop = this.client.watchLabels(slot, tile.video, (label) => this.#frameShown(entry, label));
    }
    entry.frame = null;
    entry.tile.setMedia(slot.mediaTrack);
    this.update();
  }

  /**
   * @param {SlotTile} entry
   * @param {FrameLabel} label
   */
  #frameShown(entry, label) {
    const before = entry.frame;
    entry.frame = label;
    const same = before?.csrc === label.csrc && before.from === label.from && before.participant === label.participant;
    if (same) return;
    entry.tile.mark({ csrc: label.csrc === null ? null : String(label.csrc), labelFrom: label.from });
    // At once, not with the next rendering: the name must stand beside the picture it belongs to.
    if (!entry.tile.element.hidden) this.#showFace(entry);
    this.update();
  }

  #render() {
    this.#frame = 0;
    const items = this.#plan();
    this.#sendViewsSoon(items);
    const shown = new Set();
    /** @type {Tile[]} */
    const tiles = [];
    for (const item of items) {
      const entry = this.#slotTiles.find(({ slot }) => item.track && slot.track === item.track.id);
      const tile = entry?.tile ?? this.#avatarTile(item);
      if (entry) this.#showFace(entry);
      else this.#showAvatar(tile, item.participant);
      tile.setSpeaking(this.client.room?.activeSpeakers.includes(item.participant.id) ?? false);
      tiles.push(tile);
      shown.add(tile);
    }
    for (const { tile } of this.#slotTiles) if (!shown.has(tile)) tile.place(null);
    for (const [key, tile] of this.#avatarTiles) {
      if (shown.has(tile)) continue;
      tile.remove();
      this.#avatarTiles.delete(key);
    }
    this.#showSelf();
    this.#place(tiles);
  }

  /** @returns {StageItem[]} what to show, in order */
  #plan() {
    let items = stageItems(this.client.others);
    const room = this.#capacity();
    if (!this.sendsViews) {
      const bound = new Set(this.#slotTiles.map(({ slot }) => slot.track));
      items = items.filter(({ track }) => track && bound.has(track.id));
    }
    const visible = visibleItems(items, room, this.#visible, this.#spoke);
    this.#visible = visible.map(({ key }) => key);
    const hidden = items.length - visible.length;
    this.#more.hidden = hidden === 0;
    this.#more.textContent = `+${hidden} more`;
    return visible;
  }

  /** @returns {number} places for others */
  #capacity() {
    const { clientWidth: width, clientHeight: height } = this.element;
    const grid = width < PHONE_WIDTH ? PHONE_GRID : GRID;
    return Math.max(1, capacity(width, height, grid) - 1);
  }

  /** @param {Tile[]} others */
  #place(others) {
    const { clientWidth: width, clientHeight: height } = this.element;
    const phone = width < PHONE_WIDTH;
    // Two people look at each other; one's own picture moves into the corner.
    const floats = others.length === 1 || (phone && others.length === 2);
    const tiles = floats ? others : [...others, this.#self];
    const grid = phone ? (tiles.length === 1 ? PHONE_SINGLE : PHONE_GRID) : GRID;
    const rectangles = layoutGrid(tiles.length, width, height, grid);
    tiles.forEach((tile, index) => tile.place(rectangles[index] ?? null));
    this.#self.element.classList.toggle('tile-floating', floats);
    const last = rectangles.at(-1);
    if (floats && last) this.#self.place(corner(last, phone));
    this.element.dataset.tiles = String(others.length + 1);
  }

  #showSelf() {
    const self = this.client.self;
    const microphone = this.media.wanted.microphone && this.media.microphone !== null;
    const person = self ?? { id: '', identity: '', name: this.client.name ?? '', metadata: {}, joinedAt: 0, tracks: [] };
    this.#self.setMedia(this.media.camera);
    this.#self.show({ person, name: `${person.name} (you)`, video: this.media.camera !== null, muted: !microphone });
  }

  /** @param {SlotTile} entry */
  #showFace(entry) {
    const { slot, tile, frame } = entry;
    const track = slot.track ? this.client.room?.tracks.get(slot.track) : undefined;
    const person = track && this.client.room?.participants.get(track.participant);
    if (!track || !person) return;
    // Never somebody else's picture under this name: an avatar until a frame of this very track stands.
    const video = !track.muted && frame?.csrc === track.csrc;
    tile.mark({ slot: String(slot.index), mid: slot.mid });
    tile.show({ person, name: person.name, video, muted: isSilent(person) });
  }

  /**
   * @param {StageItem} item
   * @returns {Tile}
   */
  #avatarTile(item) {
    let tile = this.#avatarTiles.get(item.key);
    if (!tile) {
      tile = new Tile('remote');
      this.#avatarTiles.set(item.key, tile);
      this.element.append(tile.element);
    }
    return tile;
  }

  /**
   * @param {Tile} tile
   * @param {ParticipantInfo} person
   */
  #showAvatar(tile, person) {
    tile.show({ person, name: person.name, video: false, muted: isSilent(person) });
  }

  /** @param {StageItem[]} items */
  #sendViewsSoon(items) {
    if (!this.sendsViews) return;
    const tracks = items.flatMap(({ track }) => track?.id ?? []);
    const slots = this.client.slots.video.filter(({ mid }) => mid !== null);
    const assigned = assignSlots(
      slots.map(({ view }) => view?.track),
      tracks,
    );
    const changed = slots.some(({ view }, index) => view?.track !== assigned[index]);
    clearTimeout(this.#viewTimer);
    // A person who came on stage should not wait; sizes can.
    this.#viewTimer = setTimeout(() => this.#sendViews(slots, assigned), changed ? 0 : VIEW_DELAY_MS);
  }

  /**
   * @param {Slot[]} slots
   * @param {(string | null)[]} assigned
   */
  #sendViews(slots, assigned) {
    /** @type {SlotView[]} */
    const views = [];
    slots.forEach((slot, index) => {
      const track = assigned[index] ?? null;
      const view = { slot: slot.index, track, ...(track && this.#pixels(slot)) };
      if (isOtherView(slot.view, view)) views.push(view);
    });
    if (views.length > 0) this.client.view(views).catch(() => this.update());
  }

  /**
   * @param {Slot} slot
   * @returns {{width: number, height: number}} what the tile can show, in steps of 80
   */
  #pixels(slot) {
    const element = this.#slotTiles[slot.index]?.tile.element;
    const scale = Math.min(2, devicePixelRatio);
    /** @param {number | undefined} length */
    const step = (length) => Math.max(160, Math.ceil(((length || 320) * scale) / 80) * 80);
    return { width: step(element?.clientWidth), height: step(element?.clientHeight) };
  }
}

/**
 * @param {SlotView | null} before
 * @param {SlotView} now
 * @returns {boolean}
 */
function isOtherView(before, now) {
  return before?.track !== now.track || before?.width !== now.width || before?.height !== now.height;
}

/**
 * The place of one's own picture over somebody else's.
 *
 * @param {Rectangle} tile
 * @param {boolean} phone
 * @returns {Rectangle}
 */
function corner(tile, phone) {
  const margin = 12;
  const size = phone ? { width: 104, height: 138 } : { width: 232, height: 131 };
  return { ...size, x: tile.x + tile.width - size.width - margin, y: tile.y + tile.height - size.height - margin };
}
