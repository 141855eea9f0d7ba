import { describe, expect, it, vi } from 'vitest';
import { createHttp, type HttpWorld } from '../src/base/http';
import { ProblemError } from '../src/base/problem';

type Route = (request: {
  path: string;
  method: string;
  headers: Record<string, string>;
  body: string | undefined;
}) => Response;

const user = { id: 'u', username: 'operator', permissions: [] };
const tokens = (access: string) => Response.json({ access, refresh: null, ws_ticket: `ticket of ${access}`, user });
const refusal = (status: number, code: string, errors: unknown[] = []) =>
  Response.json({ type: 'about:blank', title: code, status, code, detail: `detail of ${code}`, errors }, { status });

function world(route: Route, cookies = 'other=1; guichet_csrf=csrf-value') {
  const calls: Parameters<Route>[0][] = [];
  const waits: number[] = [];
  let keys = 0;
  const it: HttpWorld = {
    fetch: async (input, init) => {
      const call = {
        path: String(input),
        method: init?.method ?? 'GET',
        headers: (init?.headers ?? {}) as Record<string, string>,
        body: typeof init?.body === 'string' ? init.body : undefined,
      };
      calls.push(call);
      return route(call);
    },
    cookies: () => cookies,
    newKey: () => `key-${(keys += 1)}`,
    wait: async (ms) => void waits.push(ms),
    alone: (task) => task(),
  };
  return { http: createHttp(it), calls, waits };
}

// UI-011.
describe('the access token', () => {
  it('is refreshed once for calls refused together, and each is repeated once', async () => {
    let current = 'old';
    const { http, calls } = world(({ path, headers }) => {
      if (path === '/api/token/') return tokens('expired');
      if (path === '/api/token/refresh/') {
        expect(headers['x-csrf-token']).toBe('csrf-value');
        expect(headers['x-guichet-browser']).toBe('1');
        current = 'new';
        return tokens('new');
      }
      return headers.authorization === `Bearer ${current}`
        ? Response.json({ ok: true })
        : refusal(401, 'token_expired');
    });
    await http.login('operator', 'secret');
    const answers = await Promise.all([http.get('/api/a/'), http.get('/api/b/'), http.get('/api/c/')]);
    expect(answers).toEqual([{ ok: true }, { ok: true }, { ok: true }]);
    expect(calls.filter(({ path }) => path === '/api/token/refresh/')).toHaveLength(1);
    expect(calls.filter(({ path }) => path === '/api/a/')).toHaveLength(2);
  });

  it('is given up when the refresh is refused, and whoever listens is told once', async () => {
    const { http } = world(({ path }) => (path === '/api/token/' ? tokens('expired') : refusal(401, 'token_expired')));
    let ends = 0;
    http.onEnd(() => (ends += 1));
    await http.login('operator', 'secret');
    await expect(http.get('/api/a/')).rejects.toMatchObject({ status: 401 });
    expect(http.user()).toBeNull();
    expect(ends).toBe(1);
  });

  it('is not asked for without a session cookie', async () => {
    const { http, calls } = world(() => tokens('never'), 'other=1');
    await expect(http.refresh()).rejects.toMatchObject({ status: 401, code: 'no_session' });
    expect(calls).toHaveLength(0);
  });

  it('survives a refresh that failed for lack of a network', async () => {
    let online = false;
    const { http } = world(({ path }) => {
      if (path === '/api/token/') return tokens('first');
      if (!online) throw new TypeError('network');
      return tokens('second');
    });
    await http.login('operator', 'secret');
    await expect(http.refresh()).rejects.toMatchObject({ status: 0 });
    expect(http.user()).not.toBeNull();
    online = true;
    await expect(http.refresh()).resolves.toMatchObject({ id: 'u' });
  });
});

describe('a mutation', () => {
  it('keeps its idempotency key while it is repeated', async () => {
    let failures = 2;
    const { http, calls, waits } = world(() =>
      (failures -= 1) >= 0 ? refusal(503, 'busy') : Response.json({ id: 1 }),
    );
    await expect(http.post('/api/sessions/', { minutes: 30 })).resolves.toEqual({ id: 1 });
    expect(calls.map(({ headers }) => headers['idempotency-key'])).toEqual(['key-1', 'key-1', 'key-1']);
    expect(waits).toHaveLength(2);
  });

  it('has a key of its own, which a reading has not', async () => {
    const { http, calls } = world(() => Response.json({}));
    await http.post('/api/a/');
    await http.post('/api/a/');
    await http.get('/api/a/');
    expect(calls.map(({ headers }) => headers['idempotency-key'])).toEqual(['key-1', 'key-2', undefined]);
  });

  it('names the version it changes', async () => {
    const { http, calls } = world(() => Response.json({}));
    await http.patch('/api/a/', { name: 'x' }, { version: 7 });
    expect(calls[0]?.headers['if-match']).toBe('"7"');
  });
});

describe('a refusal', () => {
  it('carries the message of each field', async () => {
    const errors = [{ field: 'phone', code: 'format', message: 'Bad number' }];
    const { http } = world(() => refusal(400, 'validation', errors));
    const error = await http.post('/api/a/', {}).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ status: 400, code: 'validation', fields: { phone: 'Bad number' } });
    expect((error as ProblemError).body.errors).toEqual({ phone: 'Bad number' });
  });

  it('is understood although its body is not a problem document', async () => {
    const { http } = world(() => new Response('<html>', { status: 500 }));
    await expect(http.get('/api/a/')).rejects.toMatchObject({ status: 500, code: 'http_500' });
  });
});

it('leaves empty values out of the address', async () => {
  const { http, calls } = world(() => Response.json({}));
  await http.get('/api/a/', { search: 'é&b', page: 2, statut: '', zone: undefined, en_ligne: false });
  expect(calls[0]?.path).toBe('/api/a/?search=%C3%A9%26b&page=2&en_ligne=false');
});

describe('the ticket of a websocket', () => {
  it('comes with the tokens, and opens one socket only', async () => {
    const { http, calls } = world(({ path }) =>
      path === '/api/ws-ticket/' ? Response.json({ ticket: 'asked for', expires_in_s: 30 }) : tokens('first'),
    );
    await http.login('operator', 'secret');
    expect(await http.ticket()).toBe('ticket of first');
    expect(await http.ticket()).toBe('asked for');
    expect(calls.map(({ path }) => path)).toEqual(['/api/token/', '/api/ws-ticket/']);
  });

  it('is asked for when the one that came has grown old, and forgotten with the login', async () => {
    vi.useFakeTimers();
    try {
      const { http } = world(({ path }) =>
        path === '/api/ws-ticket/' ? Response.json({ ticket: 'asked for', expires_in_s: 30 }) : tokens('first'),
      );
      await http.login('operator', 'secret');
      vi.advanceTimersByTime(25_000);
      expect(await http.ticket()).toBe('asked for');
      await http.login('operator', 'secret');
      await http.logout();
      expect(await http.ticket()).toBe('asked for');
    } finally {
      vi.useRealTimers();
    }
  });
});
