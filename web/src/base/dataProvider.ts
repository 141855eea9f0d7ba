import type { DataProvider, GetListParams, Identifier, RaRecord } from 'react-admin';
import type { Page } from '../api/types';
import { http, type Query } from './http';

/** The server gives at most this many rows a page; longer lists (exports, choices) are read page by page. */
const LONGEST_PAGE = 200;

export type Paths = Readonly<Record<string, string>>;

/** A day typed in a filter means its first instant in `…_from`, and the next day's in `…_to`, which is not included. */
export function filterQuery(filter: Record<string, unknown>): Query {
  const query: Query = {};
  for (const [name, value] of Object.entries(filter)) {
    if (value === undefined || value === null || value === '') continue;
    if (name === 'q') query.search = String(value);
    else if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && /_(from|to)$/.test(name)) {
      const [year = 0, month = 1, day = 1] = value.split('-').map(Number);
      query[name] = name.endsWith('_from')
        ? new Date(year, month - 1, day).getTime()
        : new Date(year, month - 1, day + 1).getTime();
    } else query[name] = Array.isArray(value) ? value.join(',') : (value as string | number | boolean);
  }
  return query;
}

/** What changed, and nothing else: the server refuses fields that are not for writing. */
export function changes(data: Record<string, unknown>, previous: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(previous[name])),
  );
}

function filled(data: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined && value !== null));
}

async function readList<T>(path: string, params: Partial<GetListParams>, fixed: Query = {}) {
  const { page = 1, perPage = LONGEST_PAGE } = params.pagination ?? {};
  const { field, order } = params.sort ?? { field: '', order: 'ASC' };
  const query: Query = {
    ...filterQuery((params.filter ?? {}) as Record<string, unknown>),
    ...fixed,
    ordering: field && field !== 'id' ? `${order === 'DESC' ? '-' : ''}${field}` : undefined,
  };
  const size = Math.min(perPage, LONGEST_PAGE);
  const pageOf = (number: number) =>
    http.get<Page<T>>(path, { ...query, page: number, page_size: size }, params.signal);
  const first = await pageOf(perPage > LONGEST_PAGE ? 1 : page);
  const rows = [...first.results];
  for (let number = 2; perPage > LONGEST_PAGE && rows.length < Math.min(perPage, first.count); number += 1) {
    const more = await pageOf(number);
    if (more.results.length === 0) break;
    rows.push(...more.results);
  }
  return { data: rows, total: first.count };
}

export function createDataProvider(paths: Paths): DataProvider {
  const base = (resource: string): string => {
    const path = paths[resource];
    if (!path) throw new Error(`no path for ${resource}`);
    return path;
  };
  const item = (resource: string, id: Identifier) => `${base(resource)}${encodeURIComponent(String(id))}/`;
  const patch = <T extends RaRecord>(resource: string, id: Identifier, data: Partial<T>, previous?: Partial<T>) =>
    http.patch<T>(item(resource, id), changes(data, previous ?? {}), { version: previous?.version });

  // react-admin types its provider by the caller's record type, which no implementation can name.
  const provider = {
    supportAbortSignal: true,
    getList: (resource: string, params: GetListParams) => readList(base(resource), params),
    getOne: async (resource: string, { id, signal }: { id: Identifier; signal?: AbortSignal }) => ({
      data: await http.get(item(resource, id), undefined, signal),
    }),
    getMany: async (resource: string, { ids, signal }: { ids: Identifier[]; signal?: AbortSignal }) => {
      const { data } = await readList(base(resource), { signal }, { id__in: ids.join(',') });
      return { data };
    },
    getManyReference: (resource: string, params: GetListParams & { target: string; id: Identifier }) =>
      readList(base(resource), params, { [params.target]: String(params.id) }),
    create: async (resource: string, { data }: { data: Record<string, unknown> }) => ({
      data: await http.post(base(resource), filled(data)),
    }),
    update: async (
      resource: string,
      { id, data, previousData }: { id: Identifier; data: RaRecord; previousData?: RaRecord },
    ) => ({
      data: await patch(resource, id, data, previousData),
    }),
    updateMany: async (resource: string, { ids, data }: { ids: Identifier[]; data: RaRecord }) => {
      await Promise.all(ids.map((id) => patch(resource, id, data)));
      return { data: ids };
    },
    delete: async (resource: string, { id, previousData }: { id: Identifier; previousData?: RaRecord }) => {
      await http.delete(item(resource, id), { version: previousData?.version });
      return { data: previousData ?? { id } };
    },
    deleteMany: async (resource: string, { ids }: { ids: Identifier[] }) => {
      await Promise.all(ids.map((id) => http.delete(item(resource, id))));
      return { data: ids };
    },
  };
  return provider as unknown as DataProvider;
}
