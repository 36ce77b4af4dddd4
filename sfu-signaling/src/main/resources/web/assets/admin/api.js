const TOKEN = 'weir.admin.token';

/** A refusal of the server, or `unreachable`. */
export class ApiError extends Error {
  /**
   * @param {number} status 0 when there was no answer
   * @param {string} message
   */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Takes a token out of the address (`#token=…`), where it should not stay. */
export function takeTokenFromAddress() {
  const match = /^#token=(.+)$/.exec(location.hash);
  if (match?.[1]) {
    setToken(decodeURIComponent(match[1]));
    history.replaceState(null, '', location.pathname);
  }
}

/** @param {string} token kept until the tab closes */
export function setToken(token) {
  sessionStorage.setItem(TOKEN, token.trim());
}

/**
 * @param {string} path below `/api/v1`
 * @param {{method?: string, body?: unknown}} [options]
 * @returns {Promise<any>} null when there is no content
 */
export async function api(path, { method = 'GET', body } = {}) {
  /** @type {Record<string, string>} */
  const headers = {};
  const token = sessionStorage.getItem(TOKEN);
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  /** @type {Response} */
  let response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
  } catch {
    throw new ApiError(0, 'The server does not answer. Trying again…');
  }
  if (response.status === 204) return null;
  const json = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(response.status, json.detail ?? `The server answered ${response.status}.`);
  return json;
}

/**
 * @param {...string} parts
 * @returns {string} a path of these
 */
export function path(...parts) {
  return parts.map((part) => `/${encodeURIComponent(part)}`).join('');
}
