import { afterEach, expect, test } from 'vitest';

const workers: Worker[] = [];
afterEach(() => {
  for (const worker of workers.splice(0)) worker.terminate();
});

/** A worker that does what it is told with stores. */
function spiller(): (task: string) => Promise<unknown> {
  const worker = new Worker(new URL('./opfs_worker.ts', import.meta.url), { type: 'module' });
  workers.push(worker);
  return (task) =>
    new Promise((resolve, reject) => {
      worker.addEventListener(
        'message',
        ({ data }) => {
          resolve(data);
        },
        { once: true },
      );
      worker.addEventListener('error', reject);
      worker.postMessage(task);
    });
}

test('slabs are kept in the origin-private file system of a worker, and nothing of them stays', async () => {
  expect(await spiller()('use')).toEqual({
    result: {
      before: 0,
      during: 2,
      after: 0,
      read: [
        [1, 2, 3, 4],
        [5, 6],
        [9, 9],
      ],
    },
  });
});

test('what ended workers left behind is swept, what living ones hold stays', async () => {
  expect(await spiller()('hold')).toEqual({ result: 1 });
  expect(await spiller()('hold')).toEqual({ result: 2 });
  // As a page that is reloaded or closed.
  workers[0]!.terminate();
  const later = spiller();
  await expect
    .poll(async () => {
      const { result } = (await later('use')) as { result: { during: number; after: number } };
      return [result.during, result.after];
    })
    .toEqual([3, 1]);
  workers[1]!.terminate();
  await expect
    .poll(async () => {
      await later('use');
      return later('count');
    })
    .toEqual({ result: 0 });
});

test('a full origin is `storage`, with the bytes needed', async () => {
  expect(await spiller()('full')).toEqual({
    result: { code: 'storage', details: { needed: 2 ** 20 }, left: 0 },
  });
});

test('where an origin has no storage, large intermediates are `storage`, and small ones do', async () => {
  expect(await spiller()('absent')).toEqual({
    result: { code: 'storage', says: true, details: { needed: 2 ** 20 }, small: 7 },
  });
});
