import { describe, expect, test } from 'vitest';
import { openLab, type Lab } from '../../src/index.js';
import { conformance } from '../volume/conformance.js';

const ENTRY = new URL('../../src/worker/entry.ts', import.meta.url);
/**
 * Each loads the worker's modules one by one here, which takes a second; 200 are opened in Deno, in
 * one thread.
 */
const LABS = 5;

conformance('a lab in a worker', () => openLab());

describe('a worker that does not come up', () => {
  const script = (code: string) => (): Worker =>
    new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })), {
      type: 'module',
    });

  test('because its file is not there, is `worker-failed`', async () => {
    const createWorker = (): Worker => new Worker('/no/such/worker.js', { type: 'module' });
    await expect(openLab({ createWorker, timeout: 5000 })).rejects.toMatchObject({
      code: 'worker-failed',
    });
  });

  test('because it throws, is `worker-failed`', async () => {
    await expect(
      openLab({ createWorker: script('throw new Error("no")'), timeout: 5000 }),
    ).rejects.toMatchObject({ code: 'worker-failed' });
  });

  test('because it is silent, is `timeout`', async () => {
    await expect(openLab({ createWorker: script(''), timeout: 300 })).rejects.toMatchObject({
      code: 'timeout',
    });
  });

  test('because the caller gave up, is `cancelled`', async () => {
    const controller = new AbortController();
    const opening = openLab({ createWorker: script(''), signal: controller.signal });
    controller.abort();
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('because the page forbids it, is `worker-failed`', async () => {
    const frame = document.createElement('iframe');
    frame.srcdoc = `<meta http-equiv="Content-Security-Policy" content="worker-src 'none'">`;
    const loaded = new Promise((resolve) => {
      frame.addEventListener('load', resolve);
    });
    document.body.append(frame);
    await loaded;
    const { Worker: Forbidden } = frame.contentWindow as unknown as { Worker: typeof Worker };
    const createWorker = (): Worker => new Forbidden(ENTRY, { type: 'module' });
    await expect(openLab({ createWorker, timeout: 5000 })).rejects.toMatchObject({
      code: 'worker-failed',
    });
    frame.remove();
  });

  test('because the adapter does not answer, is `timeout`', async () => {
    const asked = new Promise((resolve) => {
      new BroadcastChannel('hung adapter').addEventListener('message', resolve, { once: true });
    });
    const hang = `navigator.gpu.requestAdapter = () => {
      new BroadcastChannel('hung adapter').postMessage(1);
      return new Promise(() => {});
    };`;
    const url = URL.createObjectURL(new Blob([hang], { type: 'text/javascript' }));
    const createWorker = script(
      `import ${JSON.stringify(url)}; import ${JSON.stringify(ENTRY.href)};`,
    );
    const opening = openLab({ createWorker, timeout: 8000 });
    await expect(opening).rejects.toMatchObject({ code: 'timeout' });
    await asked;
  });
});

describe('a worker that ends', () => {
  test('in an error rejects every pending call', async () => {
    const { lab, worker } = await openOwn();
    const pending = await startThree(lab);
    worker.dispatchEvent(new ErrorEvent('error', { message: 'killed' }));
    for (const one of pending) await expect(one).rejects.toMatchObject({ code: 'worker-failed' });
    await lab.dispose();
  });

  test('without a word, killed from outside, rejects every pending and every later call', async () => {
    const { lab, worker } = await openOwn();
    const pending = await startThree(lab);
    worker.terminate();
    for (const one of pending) await expect(one).rejects.toMatchObject({ code: 'worker-failed' });
    await expect(lab.memory()).rejects.toMatchObject({ code: 'worker-failed' });
    await expect(lab.open({ data: new Uint8Array(1), size: [1, 1, 1] })).rejects.toMatchObject({
      code: 'worker-failed',
    });
    await lab.dispose();
  });
});

describe('a read of more than a worker can hand over', () => {
  test('is refused at once', async () => {
    const lab = await openLab();
    const small = await lab.open({ data: new Uint8Array(8), size: [2, 2, 2] });
    const large = small.resample({ spacing: 2 / 1300, method: 'nearest' });
    expect(large.size.reduce((a, b) => a * b)).toBeGreaterThan(2 ** 31 - 2 ** 21);
    const start = performance.now();
    await expect(large.read().run()).rejects.toMatchObject({
      code: 'limit',
      message: expect.stringMatching(/region.*slice.*save/) as string,
    });
    expect(performance.now() - start).toBeLessThan(2000);
    expect((await lab.memory()).peak).toBe(0);
    await lab.dispose();
  });
});

describe('a page', () => {
  test(`that opens and disposes ${String(LABS)} labs has no worker left`, async () => {
    // The workers of the tests before may be on their way out.
    await expect.poll(workersAlive, { timeout: 5000 }).toBe(0);
    for (let i = 0; i < LABS; i++) {
      const lab = await openLab();
      if (i === 0) expect(await workersAlive()).toBe(1);
      await lab.dispose();
    }
    await expect.poll(workersAlive, { timeout: 5000 }).toBe(0);
  });

  test('what cannot be sent to a worker is an invalid argument', async () => {
    const lab = await openLab();
    await expect(lab.open({ data: [() => 1] as never, size: [1, 1, 1] })).rejects.toMatchObject({
      code: 'invalid-argument',
    });
    await lab.dispose();
  });
});

/** A lab and its worker. */
async function openOwn(): Promise<{ lab: Lab; worker: Worker }> {
  let worker: Worker | undefined;
  const lab = await openLab({
    createWorker: () =>
      (worker = new Worker(new URL('../../src/worker/entry.ts', import.meta.url), {
        type: 'module',
      })),
  });
  return { lab, worker: worker! };
}

async function startThree(lab: Lab): Promise<Promise<unknown>[]> {
  const scan = await lab.open({ data: new Uint8Array(64 ** 3), size: [64, 64, 64] });
  return [
    scan.moments().run(),
    scan.threshold({ lo: 1 }).count().run(),
    lab.open(new Blob(['x']), { name: 'x.tif' }),
  ];
}

/** Every worker holds a lock while it lives. */
async function workersAlive(): Promise<number> {
  const { held = [] } = await navigator.locks.query();
  return held.filter(({ name }) => name?.startsWith('voxmetry ')).length;
}
