import type { PlanPlace } from '../api/frames';
import type { Id } from '../api/types';

/** As many as fit beside one another on most screens. */
const COLUMNS = 6;
/** The server takes no more. */
export const SIDE = 40;

export type Places = ReadonlyMap<Id, PlanPlace>;

const cell = ({ x, y }: PlanPlace) => `${x} ${y}`;

/** A place for each: where they were put, and the first free cells, row by row, for the others. */
export function arranged(stations: readonly { id: Id; plan?: PlanPlace }[]): Places {
  const places = new Map<Id, PlanPlace>();
  for (const { id, plan } of stations) if (plan) places.set(id, plan);
  const taken = new Set([...places.values()].map(cell));
  const columns = Math.max(COLUMNS, ...[...places.values()].map(({ x }) => x + 1));
  let at = 0;
  for (const { id } of stations) {
    if (places.has(id)) continue;
    const free = () => ({ x: at % columns, y: Math.floor(at / columns) });
    while (taken.has(cell(free()))) at += 1;
    taken.add(cell(free()));
    places.set(id, free());
  }
  return places;
}

/** One station put into a cell; who stood there takes the cell that is left. */
export function moved(places: Places, id: Id, to: PlanPlace): Places {
  const from = places.get(id);
  const inside = to.x >= 0 && to.y >= 0 && to.x < SIDE && to.y < SIDE;
  if (!from || !inside || cell(from) === cell(to)) return places;
  const next = new Map(places);
  for (const [other, place] of places) if (cell(place) === cell(to)) next.set(other, from);
  return next.set(id, to);
}

/** How many columns and rows the places need. */
export function sizeOf(places: Places): { columns: number; rows: number } {
  const all = [...places.values()];
  return { columns: Math.max(0, ...all.map(({ x }) => x + 1)), rows: Math.max(0, ...all.map(({ y }) => y + 1)) };
}

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export const ARROWS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] as const;
export type Arrow = (typeof ARROWS)[number];

/** What the eye finds next in this direction; its index, or -1. A step aside counts more than a step on. */
export function nextTo(boxes: readonly Box[], from: number, arrow: Arrow): number {
  const here = boxes[from];
  if (!here) return -1;
  const across = arrow === 'ArrowLeft' || arrow === 'ArrowRight';
  const sign = arrow === 'ArrowRight' || arrow === 'ArrowDown' ? 1 : -1;
  const middle = (box: Box) => [box.left + box.width / 2, box.top + box.height / 2] as const;
  const [x, y] = middle(here);
  let best = -1;
  let least = Infinity;
  boxes.forEach((box, index) => {
    const [otherX, otherY] = middle(box);
    const along = sign * (across ? otherX - x : otherY - y);
    const aside = Math.abs(across ? otherY - y : otherX - x);
    // Beside means in the same row; above and below, anything nearer than what lies beyond.
    if (index === from || along < 1 || (across && aside > here.height / 2)) return;
    const distance = along + aside * 2;
    if (distance < least) [best, least] = [index, distance];
  });
  return best;
}
