import { describe, expect, test } from 'vitest';
import { openLab } from '../../src/index.js';
import { conformance } from '../volume/conformance.js';

conformance('a lab in a worker', () => openLab());

describe('a worker that does not come up', () => {
  const script = (code: string) => (): Worker =>
    new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })), { type: 'module' });

  test('because its file is not there, is `worker-failed`', async () => {
    const createWorker = (): Worker => new Worker('/no/such/worker.js', { type: 'module' });
    await expect(openLab({ createWorker, timeout: 5000 })).rejects.toMatchObject({ code: 'worker-failed' });
  });

  test('because it throws, is `worker-failed`', async () => {
    await expect(openLab({ createWorker: script('throw new Error("no")'), timeout: 5000 })).rejects.toMatchObject({ code: 'worker-failed' });
  });

  test('because it is silent, is `timeout`', async () => {
    await expect(openLab({ createWorker: script(''), timeout: 300 })).rejects.toMatchObject({ code: 'timeout' });
  });

  test('because the caller gave up, is `cancelled`', async () => {
    const controller = new AbortController();
    const opening = openLab({ createWorker: script(''), signal: controller.signal });
    controller.abort();
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('a worker that dies rejects every pending call', async () => {
    let worker: Worker | undefined;
    const lab = await openLab({
      createWorker: () => {
        worker = new Worker(new URL('../../src/worker/entry.ts', import.meta.url), { type: 'module' });
        return worker;
      },
    });
    const scan = await lab.open({ data: new Uint8Array(64 ** 3), size: [64, 64, 64] });
    const pending = [scan.moments().run(), scan.threshold({ lo: 1 }).count().run()];
    worker?.dispatchEvent(new ErrorEvent('error', { message: 'killed' }));
    for (const one of pending) await expect(one).rejects.toMatchObject({ code: 'worker-failed' });
    await lab.dispose();
  });
});
