// Runs before the first paint, so that no page flashes in the wrong theme.
(() => {
  let chosen = null;
  try {
    chosen = JSON.parse(localStorage.getItem('weir.preferences') ?? '{}').theme;
  } catch {
    // Storage may be switched off; the system's choice stands.
  }
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme = chosen === 'dark' || chosen === 'light' ? chosen : dark ? 'dark' : 'light';
})();
