/** The player's look; `--weir-player-*` and `::part()` are for pages that embed it. */
export const STYLE = `
:host {
  --accent: var(--weir-player-accent, #5fd6c6);
  --on-accent: var(--weir-player-on-accent, #05262a);
  display: block;
  position: relative;
  aspect-ratio: 16 / 9;
  overflow: hidden;
  border-radius: var(--weir-player-radius, 0);
  background: var(--weir-player-background, #06161b);
  color: #e9f2f0;
  font: 400 15px/1.5 var(--weir-player-font, ui-sans-serif, system-ui, sans-serif);
  container-type: inline-size;
}
:host([hidden]), [hidden] { display: none !important; }
:host(:fullscreen) { border-radius: 0; width: 100%; height: 100%; }
video, ::slotted(video) {
  position: absolute;
  inset: 0;
  width: 100%;
  height: 100%;
  object-fit: var(--weir-player-fit, contain);
  opacity: 0;
  transition: opacity 260ms ease-out;
}
:host([data-state='live']) video, :host([data-state='live']) ::slotted(video) { opacity: 1; }
:host([data-state='reconnecting']) video, :host([data-state='reconnecting']) ::slotted(video) { opacity: 0.25; }
.message {
  position: absolute;
  inset: 0;
  display: grid;
  place-content: center;
  justify-items: center;
  gap: 8px;
  padding: 24px 24px 64px;
  text-align: center;
}
:host([data-state='live']) .message { display: none; }
.message strong { font-size: clamp(1.1rem, 4cqi, 1.9rem); font-weight: 640; letter-spacing: -0.02em; line-height: 1.2; }
.message p { margin: 0; max-width: 44ch; color: #a9bfc2; }
.ripples { position: relative; width: min(180px, 36cqi); aspect-ratio: 180 / 76; margin-bottom: 12px; }
.ripples i {
  position: absolute;
  inset: 0;
  border: 2px solid var(--accent);
  border-radius: 50%;
  opacity: 0;
  animation: ripple 3.6s ease-out infinite;
}
.ripples i:nth-child(2) { animation-delay: 1.2s; }
.ripples i:nth-child(3) { animation-delay: 2.4s; }
@keyframes ripple { from { transform: scale(0.08); opacity: 0.9; } to { transform: scale(1); opacity: 0; } }
:host([data-state='failed']) .ripples, :host([data-state='closed']) .ripples { display: none; }
button {
  display: inline-grid;
  place-items: center;
  width: 40px;
  height: 40px;
  padding: 0;
  border: 0;
  border-radius: 999px;
  background: transparent;
  color: inherit;
  font: inherit;
  cursor: pointer;
}
button:hover { background: rgb(255 255 255 / 16%); }
:focus-visible { outline: 2.5px solid var(--accent); outline-offset: 1px; }
svg { width: 22px; height: 22px; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
button.big {
  position: absolute;
  z-index: 2;
  left: 50%;
  bottom: 76px;
  transform: translateX(-50%);
  display: inline-flex;
  gap: 8px;
  align-items: center;
  width: auto;
  height: auto;
  min-height: 48px;
  padding: 0 22px;
  background: var(--accent);
  color: var(--on-accent);
  font-weight: 600;
  white-space: nowrap;
}
button.big:hover { background: var(--accent); filter: brightness(1.08); }
.bar {
  position: absolute;
  inset: auto 0 0;
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 4px 12px;
  padding: 36px 14px 10px;
  background: linear-gradient(transparent, rgb(4 14 18 / 82%));
  transition: opacity 260ms ease-out;
}
:host([data-resting][data-state='live']) .bar:not(:focus-within) { opacity: 0; }
:host(:not([data-state='live'])) .bar { background: none; }
.badge { padding: 1px 10px; border-radius: 8px; background: #c03a2b; color: #fff; font-size: 13px; font-weight: 620; }
:host(:not([data-state='live'])) :is(.badge, .latency) { display: none; }
.viewers { display: inline-flex; align-items: center; gap: 6px; font-size: 14px; font-variant-numeric: tabular-nums; }
.viewers svg { width: 18px; height: 18px; }
.latency { font-size: 14px; font-variant-numeric: tabular-nums; color: #d3e2e0; }
.title { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 540; }
.buttons { display: flex; align-items: center; gap: 2px; margin-left: auto; }
input[type='range'] { width: 84px; height: 24px; margin: 0 6px 0 0; accent-color: var(--accent); cursor: pointer; }
.figures {
  position: absolute;
  z-index: 1;
  top: 12px;
  right: 12px;
  max-width: min(340px, calc(100% - 24px));
  margin: 0;
  padding: 10px 14px;
  display: grid;
  grid-template-columns: auto 1fr;
  gap: 2px 14px;
  border-radius: 12px;
  background: rgb(4 18 23 / 86%);
  font-size: 13px;
}
.figures dt { color: #a9bfc2; }
.figures dd { margin: 0; font-variant-numeric: tabular-nums; }
@container (max-width: 460px) {
  input[type='range'], .title { display: none; }
  .bar { padding: 28px 8px 6px; gap: 4px 8px; }
}
@media (prefers-reduced-motion: reduce) {
  * { transition: none !important; }
  .ripples i { animation: none; opacity: 0.7; }
  .ripples i:nth-child(2) { transform: scale(0.62); }
  .ripples i:nth-child(3) { transform: scale(0.28); }
}
`;
