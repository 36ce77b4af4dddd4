// For the example of reconnecting: remembers this page's WebSockets, so that they can be cut.

/** @type {Set<WebSocket>} */
const open = new Set();

const Native = globalThis.WebSocket;

globalThis.WebSocket = class extends Native {
  /** @param {ConstructorParameters<typeof WebSocket>} args */
  constructor(...args) {
    super(...args);
    this.addEventListener('open', () => open.add(this));
    this.addEventListener('close', () => open.delete(this));
  }
};

/** @returns {number} how many were cut */
export function cutConnections() {
  const all = [...open];
  for (const socket of all) socket.close(3000, 'cut by the example');
  return all.length;
}
