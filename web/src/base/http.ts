import type { FactorSecret, TokenAnswer, User } from '../api/types';
import { ProblemError, problemOf, TRANSIENT } from './problem';

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface Call {
  query?: Query;
  /** Sent as JSON, or as it is when it is a Blob. */
  body?: unknown;
  /** Sent as `If-Match`. */
  version?: number;
  signal?: AbortSignal;
  /** One key for one intention: a repeat with the same key counts once. */
  idempotencyKey?: string;
  /** How long to wait for each answer; as long as the browser does when absent. */
  patienceMs?: number;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface HttpWorld {
  fetch: typeof fetch;
  /** The document's cookies, as the browser writes them. */
  cookies: () => string;
  newKey: () => string;
  wait: (ms: number) => Promise<void>;
  /** Runs one task at a time among all tabs of this browser. */
  alone: <T>(task: () => Promise<T>) => Promise<T>;
}

const CSRF_COOKIE = 'guichet_csrf';
const ATTEMPTS = 3;
/** Less than the server's 30 seconds: the ticket is still on its way for a moment. */
const TICKET_MS = 20_000;

/** The only place that talks HTTP. The access token lives in this closure and nowhere else. */
export function createHttp(world: HttpWorld) {
  let access: string | null = null;
  let user: User | null = null;
  let language = 'fr';
  let refreshing: Promise<User> | null = null;
  /** What opens one websocket, and until when: it comes with the tokens, which spares a journey. */
  let ticket: { text: string; until: number } | null = null;
  const endListeners = new Set<() => void>();

  const csrf = () =>
    world
      .cookies()
      .split('; ')
      .find((cookie) => cookie.startsWith(`${CSRF_COOKIE}=`))
      ?.slice(CSRF_COOKIE.length + 1);

  const adopt = (answer: TokenAnswer): User => {
    access = answer.access;
    user = answer.user;
    ticket = { text: answer.ws_ticket, until: Date.now() + TICKET_MS };
    return answer.user;
  };

  const forget = () => {
    const wasOpen = access !== null;
    access = null;
    user = null;
    ticket = null;
    if (wasOpen) endListeners.forEach((listener) => listener());
  };

  async function once(method: Method, path: string, call: Call, key: string | undefined): Promise<Response> {
    const headers: Record<string, string> = { accept: 'application/json', 'accept-language': language };
    if (access) headers.authorization = `Bearer ${access}`;
    if (key) headers['idempotency-key'] = key;
    if (call.version !== undefined) headers['if-match'] = `"${call.version}"`;
    let body: BodyInit | undefined;
    if (call.body instanceof Blob) {
      headers['content-type'] = call.body.type;
      body = call.body;
    } else if (call.body !== undefined) {
      headers['content-type'] = 'application/json';
      body = JSON.stringify(call.body);
    }
    return world.fetch(path + queryString(call.query), {
      method,
      headers,
      body,
      signal: patience(call),
      credentials: 'same-origin',
    });
  }

  /** Repeats what may succeed on a second try; the idempotency key makes that safe for mutations too. */
  async function persist(method: Method, path: string, call: Call, key: string | undefined): Promise<Response> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const response = await once(method, path, call, key);
        // A notice that says to come back in minutes is an answer.
        const later = TRANSIENT.has(response.status) && !response.headers.has('retry-after');
        if (!later || attempt === ATTEMPTS) return response;
      } catch (error) {
        if (call.signal?.aborted) throw error;
        if (attempt === ATTEMPTS) throw new ProblemError({ status: 0, detail: unreachable(language) });
      }
      await world.wait(250 * 2 ** attempt);
    }
  }

  async function send(method: Method, path: string, call: Call = {}): Promise<Response> {
    const key = method === 'GET' ? undefined : (call.idempotencyKey ?? world.newKey());
    let response = await persist(method, path, call, key);
    if (response.status === 401 && access) {
      await refresh();
      response = await persist(method, path, call, key);
      if (response.status === 401) forget();
    }
    if (!response.ok) throw await problemOf(response);
    return response;
  }

  async function json<T>(method: Method, path: string, call?: Call): Promise<T> {
    const response = await send(method, path, call);
    return (response.status === 204 ? undefined : await response.json()) as T;
  }

  /** The three calls that open a session by themselves: nothing to refresh, nothing to repeat. */
  async function accountCall(path: string, body: unknown, extra: Record<string, string> = {}): Promise<Response> {
    let response: Response;
    try {
      response = await world.fetch(path, {
        method: 'POST',
        headers: {
          accept: 'application/json',
          'accept-language': language,
          'content-type': 'application/json',
          'x-guichet-browser': '1',
          ...extra,
        },
        body: JSON.stringify(body),
        credentials: 'same-origin',
      });
    } catch {
      throw new ProblemError({ status: 0, detail: unreachable(language) });
    }
    if (!response.ok) throw await problemOf(response);
    return response;
  }

  function refresh(): Promise<User> {
    const before = access;
    refreshing ??= world
      .alone(async () => {
        if (access !== before && user) return user;
        const token = csrf();
        if (!token) throw new ProblemError({ status: 401, code: 'no_session' });
        const response = await accountCall('/api/token/refresh/', {}, { 'x-csrf-token': token });
        return adopt(await response.json());
      })
      .catch((error: unknown) => {
        if (error instanceof ProblemError && (error.status === 401 || error.status === 403)) forget();
        throw error;
      })
      .finally(() => {
        refreshing = null;
      });
    return refreshing;
  }

  return {
    get: <T>(path: string, query?: Query, signal?: AbortSignal) => json<T>('GET', path, { query, signal }),
    post: <T>(path: string, body?: unknown, call?: Call) => json<T>('POST', path, { ...call, body: body ?? {} }),
    put: <T>(path: string, body: unknown, call?: Call) => json<T>('PUT', path, { ...call, body }),
    patch: <T>(path: string, body: unknown, call?: Call) => json<T>('PATCH', path, { ...call, body }),
    delete: (path: string, call?: Call) => json<void>('DELETE', path, call),
    blob: async (path: string, signal?: AbortSignal) => (await send('GET', path, { signal })).blob(),

    login: async (login: string, password: string, otp?: string) =>
      adopt(await (await accountCall('/api/token/', { login, password, otp })).json()),
    changePassword: async (login: string, password: string, new_password: string, otp?: string) =>
      adopt(await (await accountCall('/api/accounts/password/', { login, password, new_password, otp })).json()),
    /** Starts a second factor: before a login, too. */
    enrolFactor: async (login: string, password: string): Promise<FactorSecret> =>
      (await accountCall('/api/accounts/2fa/enrol/', { login, password })).json(),
    /** Confirms it, which signs in anew; the recovery codes. */
    confirmFactor: async (login: string, password: string, otp: string): Promise<string[]> => {
      const response = await accountCall('/api/accounts/2fa/confirm/', { login, password, otp });
      const answer = (await response.json()) as TokenAnswer & { recovery_codes: string[] };
      adopt(answer);
      return answer.recovery_codes;
    },
    /** What anybody may ask for without a login: links by e-mail, and what they lead to. */
    askWithoutLogin: async (path: string, body: unknown) => void (await accountCall(path, body)),
    refresh,
    logout: async () => {
      const token = csrf();
      const bearer = access ? { authorization: `Bearer ${access}` } : undefined;
      access = null;
      user = null;
      ticket = null;
      if (token) await accountCall('/api/accounts/logout/', {}, { 'x-csrf-token': token, ...bearer }).catch(() => {});
    },

    /** What opens one websocket. */
    ticket: async (): Promise<string> => {
      const known = ticket;
      ticket = null;
      if (known && Date.now() < known.until) return known.text;
      return (await json<{ ticket: string }>('POST', '/api/ws-ticket/', { body: {} })).ticket;
    },

    user: () => user,
    speak: (locale: string) => {
      language = locale;
    },
    /** Called when the server no longer knows us. */
    onEnd: (listener: () => void) => {
      endListeners.add(listener);
      return () => void endListeners.delete(listener);
    },
  };
}

export type Http = ReturnType<typeof createHttp>;

function patience({ signal, patienceMs }: Call): AbortSignal | undefined {
  if (patienceMs === undefined) return signal;
  const limit = AbortSignal.timeout(patienceMs);
  return signal ? AbortSignal.any([signal, limit]) : limit;
}

function queryString(query: Query | undefined): string {
  const pairs = Object.entries(query ?? {}).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  if (pairs.length === 0) return '';
  return `?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]))}`;
}

function unreachable(language: string): string {
  return language === 'en' ? 'The server does not answer.' : 'Le serveur ne répond pas.';
}

export const http = createHttp({
  fetch: (...input) => fetch(...input),
  cookies: () => document.cookie,
  newKey,
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  // Web locks exist in secure contexts only; elsewhere the server's grace period settles the race of two tabs.
  alone: (task) =>
    navigator.locks ? (navigator.locks.request('guichet-refresh', task) as ReturnType<typeof task>) : task(),
});

/** `crypto.randomUUID` exists in secure contexts only; a desk may well reach its server over plain HTTP. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
