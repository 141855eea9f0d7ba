import { localStorageStore, type Store } from 'react-admin';
import { http } from './http';

const APP = 'guichet';
/** What people arrange for themselves and find again at another desk: saved filters, columns, widgets. */
const OWN = /\.savedQueries$|\.datatable(_columnRanks)?$|^dashboard\./;
/** A click on five columns is one change. */
const SETTLE_MS = 800;

type Values = Readonly<Record<string, unknown>>;

export interface PreferencesWorld {
  local: Store;
  /** What is kept on this machine, whoever it belongs to. */
  keys: () => string[];
  load: () => Promise<Values>;
  save: (key: string, value: unknown) => Promise<void>;
}

/** A store that keeps on the server what is the operator's own, and the rest on this machine. */
export function createPreferences({ local, keys, load, save }: PreferencesWorld) {
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();
  const own = () => keys().filter((key) => OWN.test(key));

  const keep = (key: string, value: unknown) => {
    if (!OWN.test(key)) return;
    clearTimeout(waiting.get(key));
    const send = () => {
      waiting.delete(key);
      // What is not kept stays as it is here; the next change is sent again.
      void save(key, value).catch(() => {});
    };
    waiting.set(key, setTimeout(send, SETTLE_MS));
  };

  const store: Store = {
    ...local,
    setItem: (key, value) => {
      local.setItem(key, value);
      keep(key, value);
    },
    removeItem: (key) => {
      local.removeItem(key);
      keep(key, undefined);
    },
  };

  return {
    store,
    /** Whoever signs in finds what is theirs, and nothing of whoever was here before. */
    adopt: async () => {
      const values = await load();
      for (const key of own()) if (!(key in values) && !waiting.has(key)) local.removeItem(key);
      for (const [key, value] of Object.entries(values)) if (OWN.test(key) && !waiting.has(key)) local.setItem(key, value);
    },
    /** Whoever signs out leaves nothing here. */
    forget: () => {
      for (const timer of waiting.values()) clearTimeout(timer);
      waiting.clear();
      for (const key of own()) local.removeItem(key);
    },
  };
}

const PREFIX = `RaStore${APP}.`;

export const preferences = createPreferences({
  local: localStorageStore('1', APP),
  keys: () =>
    Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => key.slice(PREFIX.length)),
  load: () => http.get<Values>('/api/preferences/'),
  save: async (key, value) => {
    const path = `/api/preferences/${encodeURIComponent(key)}/`;
    if (value === undefined) await http.delete(path);
    else await http.put(path, { value });
  },
});
