import { afterEach, expect, test, vi } from 'vitest';
import { Listeners } from '../../src/recipe/listeners.js';

afterEach(() => {
  vi.restoreAllMocks();
});

test('a listener that throws is reported, and the others are called', () => {
  const reported: (() => void)[] = [];
  vi.spyOn(globalThis, 'queueMicrotask').mockImplementation((report) => reported.push(report));
  const listeners = new Listeners<{ memory: number }>();
  const seen: number[] = [];
  listeners.on('memory', () => {
    throw new Error('of the caller');
  });
  listeners.on('memory', (bytes) => seen.push(bytes));
  listeners.emit('memory', 7);
  expect(seen).toEqual([7]);
  expect(reported).toHaveLength(1);
  expect(reported[0]).toThrow('of the caller');
});
