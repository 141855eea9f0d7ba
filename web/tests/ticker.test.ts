import { describe, expect, it } from 'vitest';
import { clock, createTicker, remainingAt } from '../src/base/ticker';

describe('the ticker', () => {
  it('has one timer for any number of listeners, and none without', () => {
    let timers = 0;
    let task = () => {};
    const ticker = createTicker({
      now: () => 0,
      every: (_, run) => {
        timers += 1;
        task = run;
        return () => void (timers -= 1);
      },
    });
    let ticks = 0;
    const stops = Array.from({ length: 200 }, () => ticker.subscribe(() => (ticks += 1)));
    expect(timers).toBe(1);
    task();
    expect(ticks).toBe(200);
    stops.forEach((stop) => stop());
    expect(timers).toBe(0);
    ticker.subscribe(() => {})();
    expect(timers).toBe(0);
  });
});

describe('what is left', () => {
  it('runs down from the moment of the frame, never below nothing', () => {
    expect(remainingAt(60_000, true, 1_000, 11_000)).toBe(50_000);
    expect(remainingAt(60_000, true, 1_000, 100_000)).toBe(0);
  });

  it('stands still when the session is suspended', () => {
    expect(remainingAt(60_000, false, 1_000, 100_000)).toBe(60_000);
  });

  it('is read like at the station: rounded up, hours only when there are some', () => {
    expect(clock(0)).toBe('00:00');
    expect(clock(1)).toBe('00:01');
    expect(clock(834_000)).toBe('13:54');
    expect(clock(4_687_000)).toBe('1:18:07');
    expect(clock(3_600_000)).toBe('1:00:00');
  });
});
