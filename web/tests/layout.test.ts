import { describe, expect, it } from 'vitest';
import { arranged, type Box, moved, nextTo, SIDE, sizeOf } from '../src/desk/layout';

const at = (left: number, top: number): Box => ({ left, top, width: 100, height: 90 });

describe('a plan', () => {
  it('leaves stations where they were put, and gives the others the first free cells', () => {
    const places = arranged([{ id: 'a', plan: { x: 1, y: 0 } }, { id: 'b' }, { id: 'c' }]);
    expect([...places]).toEqual([
      ['a', { x: 1, y: 0 }],
      ['b', { x: 0, y: 0 }],
      ['c', { x: 2, y: 0 }],
    ]);
  });

  it('never puts two into one cell', () => {
    const many = Array.from({ length: 60 }, (_, id) => ({ id: String(id) }));
    const cells = new Set([...arranged(many).values()].map(({ x, y }) => `${x} ${y}`));
    expect(cells.size).toBe(60);
  });

  it('swaps with who stands there, and stays within the plan', () => {
    const places = arranged([{ id: 'a' }, { id: 'b' }]);
    expect(Object.fromEntries(moved(places, 'a', { x: 1, y: 0 }))).toEqual({ a: { x: 1, y: 0 }, b: { x: 0, y: 0 } });
    expect(moved(places, 'a', { x: -1, y: 0 })).toBe(places);
    expect(moved(places, 'a', { x: SIDE, y: 0 })).toBe(places);
    expect(sizeOf(moved(places, 'b', { x: 4, y: 2 }))).toEqual({ columns: 5, rows: 3 });
  });
});

describe('the arrows', () => {
  // A row of three; below, a room whose stations stand elsewhere.
  const boxes = [at(0, 0), at(120, 0), at(240, 0), at(60, 200), at(400, 200)];

  it('go to what the eye finds next', () => {
    expect(nextTo(boxes, 0, 'ArrowRight')).toBe(1);
    expect(nextTo(boxes, 1, 'ArrowDown')).toBe(3);
    expect(nextTo(boxes, 2, 'ArrowDown')).toBe(4);
    expect(nextTo(boxes, 3, 'ArrowUp')).toBe(0);
    expect(nextTo(boxes, 3, 'ArrowRight')).toBe(4);
  });

  it('stay where nothing lies beyond', () => {
    expect(nextTo(boxes, 2, 'ArrowRight')).toBe(-1);
    expect(nextTo(boxes, 0, 'ArrowUp')).toBe(-1);
    expect(nextTo(boxes, 9, 'ArrowUp')).toBe(-1);
  });
});
