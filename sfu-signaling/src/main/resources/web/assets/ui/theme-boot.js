// Runs before the first paint, so that no page flashes in the wrong theme.
(() => {
  let chosen = null;
  try {
    for (const storage of [localStorage, sessionStorage]) {
      chosen = JSON.parse(storage.getItem('weir.preferences') ?? '{}').theme ?? chosen;
    }
  } catch {
    // Storage may be switched off; the system's choice stands.
  }
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme = chosen === 'dark' || chosen === 'light' ? chosen : dark ? 'dark' : 'light';
})();
