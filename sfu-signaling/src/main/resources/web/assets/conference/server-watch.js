import { asWeirError } from '../client/errors.js';

/** @typedef {import('../client/types.js').MeasuredSlot} MeasuredSlot */
/** @typedef {import('../client/types.js').MeasuredTransport} MeasuredTransport */
/** @typedef {import('../client/types.js').SeenSlot} SeenSlot */
/** @typedef {import('../../weir-client.js').WeirClient} WeirClient */
/** @typedef {import('./figures.js').Figures} Figures */

/** While nobody looks, freezes are reported this often at most. */
const REPORT_MS = 10_000;

/**
 * Tells the server which pictures stood still, and asks it what it knows of one's connection: every time while
 * somebody looks, otherwise only when there is something to tell.
 */
export class ServerWatch {
  /** Whether somebody looks at what the server says. */
  shown = false;

  /** @type {MeasuredTransport | null} */
  transport = null;

  /** @type {Map<string, MeasuredSlot>} by mid */
  #slots = new Map();
  /** What was told last. @type {Map<string, SeenSlot>} by mid */
  #told = new Map();
  #toldAt = 0;
  #asking = false;
  #silent = false;

  /** @param {WeirClient} client */
  constructor(client) {
    this.client = client;
  }

  /**
   * @param {Map<string, {figures: Figures}>} streams by mid, of the newest second
   * @param {number} [now] milliseconds
   * @returns {Promise<void>} done when the server has answered, if it was asked
   */
  async add(streams, now = performance.now()) {
    for (const [mid, { figures }] of streams) {
      const slot = this.#slots.get(mid);
      if (slot && figures.direction === 'in') figures.slot = slot;
    }
    const seen = this.#news(streams);
    const due = this.shown || (seen.length > 0 && now - this.#toldAt >= REPORT_MS);
    if (!due || this.#asking || this.#silent || this.client.state !== 'connected') return;
    this.#asking = true;
    try {
      const { transport, slots } = await this.client.serverStats(seen);
      for (const one of seen) this.#told.set(one.mid, one);
      this.#toldAt = now;
      this.transport = transport;
      this.#slots = new Map(slots.map((slot) => [slot.mid, slot]));
    } catch (error) {
      // An older server does not know the question; anything else is gone in a second.
      this.#silent = asWeirError(error).code === 'unknown_type';
      this.forget();
    } finally {
      this.#asking = false;
    }
  }

  /** What was known is true no more. */
  forget() {
    this.transport = null;
    this.#slots.clear();
  }

  /**
   * @param {Map<string, {figures: Figures}>} streams
   * @returns {SeenSlot[]} what the server does not know yet
   */
  #news(streams) {
    const seen = [...streams].flatMap(([mid, { figures }]) => {
      const { kind, direction, freezes = 0, frozenTotalMs = 0 } = figures;
      return kind === 'video' && direction === 'in' ? [{ mid, freezes, frozenMs: frozenTotalMs }] : [];
    });
    return seen.filter(({ mid, freezes, frozenMs }) => {
      const { freezes: count = 0, frozenMs: ms = 0 } = this.#told.get(mid) ?? {};
      return freezes !== count || frozenMs !== ms;
    });
  }
}
