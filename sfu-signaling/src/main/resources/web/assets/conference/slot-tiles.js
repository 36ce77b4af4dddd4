import { handOf, isSilent } from './stage-plan.js';
import { Tile } from './tile.js';

/** @typedef {import('../client/slots.js').Slot} Slot */
/** @typedef {import('../client/types.js').FrameLabel} FrameLabel */
/** @typedef {import('../../weir-client.js').WeirClient} WeirClient */

/** A remote tile with its slot. @typedef {{tile: Tile, slot: Slot, frame: FrameLabel | null, stop: () => void}} SlotTile */

/** One tile for each video slot: whoever the slot shows, under the name that the frames tell. */
export class SlotTiles {
  /** @type {SlotTile[]} by slot index */
  #entries = [];
  #stop;

  /**
   * @param {object} options
   * @param {HTMLElement} options.place
   * @param {WeirClient} options.client
   * @param {(key: string) => void} options.onpin
   * @param {() => void} options.onchange
   */
  constructor({ place, client, onpin, onchange }) {
    this.place = place;
    this.client = client;
    this.onpin = onpin;
    this.onchange = onchange;
    this.#stop = client.on('slotMedia', ({ slot }) => this.#slotMedia(slot));
    for (const slot of client.slots.video) this.#slotMedia(slot);
  }

  /** @returns {SlotTile[]} */
  all() {
    return this.#entries;
  }

  /**
   * @param {string | undefined} track id
   * @returns {SlotTile | undefined} whose slot shows the track, or would if the connection could carry it
   */
  showing(track) {
    return track === undefined ? undefined : this.#entries.find(({ slot }) => (slot.track ?? slot.paused) === track);
  }

  /** @param {SlotTile} entry */
  showFace({ slot, tile, frame }) {
    const shown = slot.track ?? slot.paused;
    const track = shown ? this.client.room?.tracks.get(shown) : undefined;
    const person = track && this.client.room?.participants.get(track.participant);
    if (!track || !person) return;
    // Never somebody else's picture under this name: an avatar until a frame of this very track stands.
    const video = !track.muted && frame?.csrc === track.csrc;
    const screen = track.source === 'screen';
    tile.mark({ slot: String(slot.index), mid: slot.mid });
    tile.show({
      person,
      name: screen ? `${person.name || 'Guest'}’s screen` : person.name,
      video,
      muted: isSilent(person),
      hand: !screen && handOf(person) !== null,
      screen,
      paused: slot.paused !== null && !track.muted,
    });
  }

  close() {
    this.#stop();
    for (const { tile, stop } of this.#entries) {
      stop();
      tile.remove();
    }
  }

  /** @param {Slot} slot */
  #slotMedia(slot) {
    if (slot.kind !== 'video') return;
    let entry = this.#entries[slot.index];
    if (!entry) {
      const tile = new Tile('remote', this.onpin);
      this.place.append(tile.element);
      entry = { tile, slot, frame: null, stop: () => {} };
      this.#entries[slot.index] = entry;
      tile.video.addEventListener('resize', this.onchange);
      entry.stop = this.client.watchLabels(slot, tile.video, (label) => this.#frameShown(entry, label));
    }
    entry.frame = null;
    entry.tile.setMedia(slot.mediaTrack);
    this.onchange();
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
    if (!entry.tile.element.hidden) this.showFace(entry);
    this.onchange();
  }
}
