import { bitrate, ms, percent } from '../ui/format.js';
import { h } from '../ui/dom.js';
import { plot } from '../ui/plot.js';

/** @typedef {import('../client/types.js').MeasuredTransport} MeasuredTransport */
/** @typedef {import('./figures.js').ConnectionFigures} ConnectionFigures */

/** The strip over the stage that shows how one's own connection does, in live plots. */
export class ConnectionStrip {
  #received = plot({ title: 'Received', lines: ['now', 'possible'], format: bitrate, least: 1e5 });
  #sent = plot({ title: 'Sent', lines: ['now', 'possible'], format: bitrate, least: 1e5 });
  #loss = plot({ title: 'Loss', lines: ['in', 'out'], format: percent, least: 0.01 });
  #delay = plot({ title: 'Delays', lines: ['RTT', 'queue', 'frozen'], format: duration, least: 50 });

  constructor() {
    const plots = [this.#received, this.#sent, this.#loss, this.#delay];
    this.element = h(
      'section',
      { class: 'connection-strip', 'aria-label': 'Your connection', 'data-testid': 'connection-stats', hidden: true },
      ...plots.map(({ element }) => element),
    );
  }

  /** @param {boolean} shown */
  show(shown) {
    this.element.hidden = !shown;
  }

  /**
   * Takes what the newest second brought; shown or not, for the plots show what was.
   *
   * @param {ConnectionFigures} figures by the browser
   * @param {MeasuredTransport | null} transport by the server, while it is asked
   */
  add({ received, sent, canSend, lossIn, lossOut, rttMs, frozenMs }, transport) {
    this.#received.add(received, transport?.link.estimateBps ?? null);
    this.#sent.add(sent, canSend);
    this.#loss.add(lossIn, lossOut);
    this.#delay.add(rttMs, transport?.queue?.longestMs ?? null, frozenMs);
  }
}

/**
 * @param {number} milliseconds
 * @returns {string}
 */
function duration(milliseconds) {
  return milliseconds < 1000 ? ms(milliseconds) : `${(milliseconds / 1000).toFixed(1)} s`;
}
