/** @typedef {import('../ui/menu.js').MenuSection} MenuSection */
/** @typedef {import('./stage-plan.js').LayoutMode} LayoutMode */

/**
 * What the menu behind the three dots offers.
 *
 * @param {object} options
 * @param {LayoutMode} options.mode
 * @param {boolean} options.audioOnly
 * @param {boolean} options.stats
 * @param {boolean} options.sharing
 * @param {(mode: LayoutMode) => void} options.onlayout
 * @param {() => void} options.onaudioonly
 * @param {() => void} options.onstats
 * @param {(() => void) | null} options.onshare null where screens cannot be shared
 * @param {() => void} options.onpeople
 * @param {() => void} options.oncopy
 * @param {() => void} options.onsettings
 * @param {() => void} options.onhelp
 * @returns {MenuSection[]}
 */
export function moreSections(options) {
  const { mode, audioOnly, stats, sharing, onlayout, onaudioonly, onstats, onshare, onpeople, oncopy, onsettings, onhelp } = options;
  return [
    {
      title: 'Layout',
      choices: [
        { label: 'Grid', symbol: 'grid', chosen: mode === 'grid', onchoose: () => onlayout('grid') },
        { label: 'Speaker', symbol: 'spotlight', chosen: mode === 'speaker', onchoose: () => onlayout('speaker') },
      ],
    },
    {
      title: 'Show',
      choices: [
        { label: 'Audio only', symbol: 'headphones', hint: 'A', checked: audioOnly, onchoose: onaudioonly },
        { label: 'Statistics', symbol: 'signal', hint: 'I', checked: stats, onchoose: onstats },
      ],
    },
    {
      title: 'Call',
      choices: [
        ...(onshare ? [{ label: sharing ? 'Stop sharing your screen' : 'Share your screen', symbol: 'screen', hint: 'D', onchoose: onshare }] : []),
        { label: 'People', symbol: 'people', hint: 'P', onchoose: onpeople },
        { label: 'Copy link', symbol: 'link', hint: 'C', onchoose: oncopy },
        { label: 'Settings', symbol: 'settings', onchoose: onsettings },
        { label: 'Keyboard', symbol: 'keyboard', hint: '?', onchoose: onhelp },
      ],
    },
  ];
}
