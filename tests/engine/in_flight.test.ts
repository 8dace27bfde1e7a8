import { describe, expect, test } from 'vitest';
import { InFlight } from '../../src/engine/in_flight.js';

function deferred<T>(): {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (error: Error) => void;
} {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

describe('work in flight', () => {
  test('is done once for all who ask', async () => {
    const flights = new InFlight<number>();
    let starts = 0;
    const gate = deferred<number>();
    const start = (): Promise<number> => {
      starts += 1;
      return gate.promise;
    };
    const all = [1, 2, 3].map(() => flights.join('k', undefined, start));
    gate.resolve(42);
    expect(await Promise.all(all)).toEqual([42, 42, 42]);
    expect(starts).toBe(1);
    expect(flights.size).toBe(0);
  });

  test('goes on when one of two waiters leaves', async () => {
    const flights = new InFlight<number>();
    const gate = deferred<number>();
    const leaver = new AbortController();
    let inner: AbortSignal | undefined;
    const start = (signal: AbortSignal): Promise<number> => {
      inner = signal;
      return gate.promise;
    };
    const a = flights.join('k', leaver.signal, start);
    const b = flights.join('k', undefined, start);
    await Promise.resolve();
    leaver.abort();
    await expect(a).rejects.toMatchObject({ code: 'cancelled' });
    expect(inner?.aborted).toBe(false);
    gate.resolve(7);
    expect(await b).toBe(7);
  });

  test('is stopped when all waiters have left, and starts anew for the next', async () => {
    const flights = new InFlight<number>();
    const leaver = new AbortController();
    const signals: AbortSignal[] = [];
    const a = flights.join('k', leaver.signal, (signal) => {
      signals.push(signal);
      return deferred<number>().promise;
    });
    await Promise.resolve();
    leaver.abort();
    await expect(a).rejects.toMatchObject({ code: 'cancelled' });
    expect(signals[0]?.aborted).toBe(true);
    expect(await flights.join('k', undefined, () => Promise.resolve(5))).toBe(5);
  });

  test('that fails fails for all, and is not remembered', async () => {
    const flights = new InFlight<number>();
    const gate = deferred<number>();
    const both = [1, 2].map(() => flights.join('k', undefined, () => gate.promise));
    gate.reject(new Error('no'));
    for (const one of both) await expect(one).rejects.toThrow('no');
    expect(await flights.join('k', undefined, () => Promise.resolve(1))).toBe(1);
  });

  test('hands the result back for a waiter who leaves as it is done', async () => {
    const given: number[] = [];
    const flights = new InFlight<number>((result) => given.push(result));
    const leaver = new AbortController();
    let counted = 0;
    const a = flights.join('k', leaver.signal, (_, waiters) => {
      counted = waiters();
      return Promise.resolve(9);
    });
    // Aborts between the end of the work and the waiter's own continuation.
    queueMicrotask(() => {
      queueMicrotask(() => {
        leaver.abort();
      });
    });
    const outcome = await a.then(
      () => 'kept',
      () => 'left',
    );
    expect(counted).toBe(1);
    expect(given).toHaveLength(outcome === 'left' && given.length > 0 ? 1 : 0);
  });
});
