import { h } from '../ui/dom.js';
import { sparkline } from '../ui/plot.js';
import { linesOf } from './figures.js';

/** @typedef {import('./figures.js').Figures} Figures */

/** @typedef {{element: HTMLElement, term: HTMLElement, text: HTMLElement, line: ReturnType<typeof sparkline>}} Row */

/** The figures on a tile, each with a line of what it was lately. */
export class FigureLines {
  element = h('div', { class: 'tile-figures', 'data-testid': 'tile-stats', hidden: true });

  /** @type {Row[]} */
  #rows = [];
  /** @type {string | null} whose they are */
  #key = null;

  /**
   * @param {Figures | null} figures null hides them
   * @param {string | null} key whose they are: another one's begin anew
   */
  show(figures, key) {
    this.element.hidden = figures === null;
    if (figures === null || key !== this.#key) for (const { line } of this.#rows) line.clear();
    this.#key = key;
    if (!figures) return;
    const lines = linesOf(figures);
    lines.forEach(([term, text, plotted], index) => {
      const row = this.#rows[index] ?? this.#add();
      if (row.term.textContent !== term) row.line.clear();
      row.term.textContent = term;
      row.element.dataset.term = term.toLowerCase();
      row.text.textContent = text;
      if (plotted !== undefined) row.line.add(plotted);
    });
    for (const { element } of this.#rows.splice(lines.length)) element.remove();
  }

  /** @returns {Row} */
  #add() {
    const line = sparkline();
    const term = h('span');
    const text = h('b');
    const row = { element: h('div', {}, term, text, line.element), term, text, line };
    this.#rows.push(row);
    this.element.append(row.element);
    return row;
  }
}
