import { h } from '../ui/dom.js';

/**
 * @template T
 * @typedef {object} Column
 * @property {string} title
 * @property {(row: T) => string} text
 * @property {boolean} [number] stands at the right
 * @property {(row: T) => string} [href] where its text leads
 */

/**
 * A table that is changed in place, so that focus and selection stay where they are.
 *
 * @template T
 * @param {object} options
 * @param {string} options.caption
 * @param {string} options.empty what stands there instead of no rows
 * @param {(row: T) => string} options.key
 * @param {Column<T>[]} options.columns
 * @param {(row: () => T) => HTMLElement[]} [options.actions] buttons of a row; asked for once per row
 * @returns {{element: HTMLElement, show: (rows: T[]) => void}}
 */
export function liveTable({ caption, empty, key, columns, actions }) {
  const heads = columns.map(({ title, number }) => h('th', { scope: 'col', class: number ? 'number' : null, text: title }));
  if (actions) heads.push(h('th', { scope: 'col' }, h('span', { class: 'visually-hidden', text: 'Actions' })));
  const body = h('tbody');
  const nothing = h('p', { class: 'soft', text: empty });
  const table = h('table', {}, h('caption', { class: 'visually-hidden', text: caption }), h('thead', {}, h('tr', {}, ...heads)), body);
  const element = h('div', { class: 'table-frame', tabindex: 0, role: 'region', 'aria-label': caption }, table, nothing);
  /** @type {Map<string, {row: T, element: HTMLElement, cells: HTMLElement[]}>} */
  const known = new Map();

  /** @param {T} row */
  const add = (row) => {
    const cells = columns.map(({ href }) => h(href ? 'a' : 'span'));
    const element = h('tr', {}, ...cells.map((cell, index) => h('td', { class: columns[index]?.number ? 'number' : null }, cell)));
    const entry = { row, element, cells };
    if (actions) element.append(h('td', { class: 'actions' }, ...actions(() => entry.row)));
    known.set(key(row), entry);
    return entry;
  };

  return {
    element,
    show(rows) {
      const keys = new Set(rows.map(key));
      for (const [name, entry] of known) {
        if (!keys.has(name)) {
          entry.element.remove();
          known.delete(name);
        }
      }
      rows.forEach((row, index) => {
        const entry = known.get(key(row)) ?? add(row);
        entry.row = row;
        columns.forEach(({ text, href }, column) => {
          const cell = entry.cells[column];
          if (cell && cell.textContent !== text(row)) cell.textContent = text(row);
          if (cell && href) cell.setAttribute('href', href(row));
        });
        if (body.children[index] !== entry.element) body.insertBefore(entry.element, body.children[index] ?? null);
      });
      nothing.hidden = rows.length > 0;
      table.hidden = rows.length === 0;
    },
  };
}
