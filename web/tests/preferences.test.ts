import type { Store } from 'react-admin';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPreferences } from '../src/base/preferences';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function desk(stored: Record<string, unknown> = {}) {
  const kept = new Map<string, unknown>();
  const local = {
    getItem: (key: string) => kept.get(key),
    setItem: (key: string, value: unknown) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as Store;
  const server = { ...stored };
  const save = vi.fn(async (key: string, value: unknown) => {
    if (value === undefined) delete server[key];
    else server[key] = value;
  });
  const made = createPreferences({ local, keys: () => [...kept.keys()], load: async () => ({ ...server }), save });
  return { ...made, server, save };
}

test('what is the operator\u2019s own goes to the server once it has settled, the rest does not', async () => {
  const { store, server, save } = desk();
  store.setItem('visitors.datatable', ['phone']);
  store.setItem('visitors.datatable', ['phone', 'email']);
  store.setItem('theme', 'dark');
  expect(save).not.toHaveBeenCalled();
  await vi.runAllTimersAsync();
  expect(save).toHaveBeenCalledTimes(1);
  expect(server).toEqual({ 'visitors.datatable': ['phone', 'email'] });
  store.removeItem('visitors.datatable');
  await vi.runAllTimersAsync();
  expect(server).toEqual({});
});

test('the next operator at this desk finds what is theirs and nothing else', async () => {
  const { store, adopt, server } = desk({ 'sessions.savedQueries': ['mine'] });
  store.setItem('logs.savedQueries', ['of somebody else']);
  await vi.runAllTimersAsync();
  delete server['logs.savedQueries'];
  await adopt();
  expect(store.getItem('sessions.savedQueries')).toEqual(['mine']);
  expect(store.getItem('logs.savedQueries')).toBeUndefined();
});

test('whoever signs out leaves nothing', async () => {
  const { store, adopt, forget, server } = desk({ 'dashboard.widgets': ['sales'] });
  await adopt();
  store.setItem('theme', 'dark');
  forget();
  await vi.runAllTimersAsync();
  expect(store.getItem('dashboard.widgets')).toBeUndefined();
  expect(store.getItem('theme')).toBe('dark');
  expect(server).toEqual({ 'dashboard.widgets': ['sales'] });
});
