import { connectionFigures, figuresBetween } from './figures.js';
import { QualityMeter } from './quality.js';

/** @typedef {import('./figures.js').ConnectionFigures} ConnectionFigures */
/** @typedef {import('./figures.js').Figures} Figures */
/** @typedef {import('./quality.js').Quality} Quality */
/** @typedef {import('../../weir-client.js').WeirClient} WeirClient */

const PERIOD_MS = 1000;
/** Samples after a change that say more about the change than about the connection. */
const SETTLING = 3;

/** Asks the browser for its statistics once a second, for all tiles together; not while nobody looks. */
export class StatsWatch {
  /** @type {Map<string, QualityMeter>} by mid */
  #meters = new Map();
  /** @type {RTCStatsReport | null} */
  #before = null;
  /** @type {RTCPeerConnection | null} */
  #pc = null;
  #busy = false;
  #timer;

  /**
   * @param {WeirClient} client
   * @param {(figures: Map<string, {figures: Figures, quality: Quality | null}>, connection: ConnectionFigures) => void} onfigures
   *   by mid, and of all together
   */
  constructor(client, onfigures) {
    this.client = client;
    this.onfigures = onfigures;
    this.#timer = setInterval(() => void this.#sample(), PERIOD_MS);
  }

  /** Another track in the same stream: what was lost before is not the newcomer's fault. @param {string} mid */
  forget(mid) {
    this.#meters.set(mid, new QualityMeter(SETTLING));
  }

  close() {
    clearInterval(this.#timer);
  }

  async #sample() {
    if (this.#busy || document.hidden) return;
    this.#busy = true;
    try {
      const { pc } = this.client;
      if (pc !== this.#pc) {
        this.#pc = pc;
        this.#before = null;
        this.#meters.clear();
      }
      const report = (await pc?.getStats()) ?? null;
      if (report && pc === this.client.pc) this.#tell(report);
    } catch {
      // The connection was closed meanwhile; the next one is asked in a second.
    } finally {
      this.#busy = false;
    }
  }

  /** @param {RTCStatsReport} report */
  #tell(report) {
    const before = this.#before;
    this.#before = report;
    if (!before) return;
    const told = new Map();
    const streams = figuresBetween(/** @type {any} */ (report), /** @type {any} */ (before));
    for (const [mid, figures] of streams) {
      let meter = this.#meters.get(mid);
      if (!meter) this.#meters.set(mid, (meter = new QualityMeter(SETTLING)));
      told.set(mid, { figures, quality: meter.add(figures) });
    }
    this.onfigures(told, connectionFigures(streams, /** @type {any} */ (report)));
  }
}
