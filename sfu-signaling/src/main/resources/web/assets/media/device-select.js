import { h } from '../ui/dom.js';
import { preferences } from '../ui/preferences.js';

/** @typedef {import('./local-media.js').LocalMedia} LocalMedia */
/** @typedef {import('./problems.js').DeviceKind} DeviceKind */

/**
 * A field that chooses a camera or microphone.
 *
 * @param {string} label
 * @param {DeviceKind} kind
 * @param {LocalMedia} media
 * @param {string} [id]
 * @returns {{element: HTMLElement, dispose: () => void}}
 */
export function deviceSelect(label, kind, media, id = `select-${kind}`) {
  const select = h('select', { class: 'select', id, 'data-testid': id });
  const fill = () => {
    const devices = kind === 'camera' ? media.devices.cameras : media.devices.microphones;
    const used = media[kind]?.getSettings().deviceId ?? preferences()[kind];
    select.replaceChildren(
      ...devices.map((device, index) => {
        const text = device.label || `${label} ${index + 1}`;
        return h('option', { value: device.deviceId, text, selected: device.deviceId === used });
      }),
    );
    select.disabled = devices.length === 0;
    if (devices.length === 0) select.append(h('option', { text: `No ${kind} found` }));
  };
  select.addEventListener('change', () => void media.use(kind, select.value));
  const stop = media.on('devices', fill);
  fill();
  return {
    element: h('div', { class: 'field' }, h('label', { for: id, text: label }), select),
    dispose: stop,
  };
}
