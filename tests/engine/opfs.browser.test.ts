import { expect, test } from 'vitest';

test('slabs are kept in the origin-private file system of a worker, and nothing of them stays', async () => {
  const worker = new Worker(new URL('./opfs_worker.ts', import.meta.url), { type: 'module' });
  const answer = await new Promise<unknown>((resolve, reject) => {
    worker.addEventListener('message', ({ data }) => {
      resolve(data);
    });
    worker.addEventListener('error', reject);
  });
  worker.terminate();
  expect(answer).toEqual({
    result: {
      before: 0,
      after: 0,
      read: [
        [1, 2, 3, 4],
        [5, 6],
        [9, 9],
      ],
    },
  });
});
