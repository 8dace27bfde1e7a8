import { afterEach, expect, test, vi } from 'vitest';
import { cdp } from '@vitest/browser/context';
import { isSupported, openLab, sharedLab, type Mask } from '../../src/index.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

test('isSupported names the adapter, and starts no worker', async () => {
  const made = vi.fn();
  vi.stubGlobal('Worker', made);
  const support = await isSupported();
  if (!support.supported) throw new Error(support.message);
  expect(support.adapter.description).not.toBe('');
  expect(support.adapter.software).toBe(true);
  expect(made).not.toHaveBeenCalled();
});

test('isSupported says why not', async () => {
  vi.stubGlobal('Worker', undefined);
  expect(await isSupported()).toMatchObject({ supported: false, reason: 'no-worker' });
  vi.stubGlobal('navigator', { gpu: { requestAdapter: () => Promise.resolve(null) } });
  expect(await isSupported()).toMatchObject({ supported: false, reason: 'no-adapter' });
  vi.stubGlobal('navigator', {});
  expect(await isSupported()).toMatchObject({
    supported: false,
    reason: 'no-webgpu',
    message: expect.stringMatching(/^This browser/) as string,
  });
  vi.stubGlobal('isSecureContext', false);
  expect(await isSupported()).toMatchObject({ supported: false, reason: 'insecure-context' });
});

test('sharedLab is one lab, and opened again by one of those who ask after it ended', async () => {
  const [a, b] = await Promise.all([sharedLab(), sharedLab()]);
  expect(a).toBe(b);
  await a.dispose();
  const [c, d] = await Promise.all([sharedLab(), sharedLab()]);
  expect(c).toBe(d);
  expect(c).not.toBe(a);
  await c.dispose();
});

test('sharedLab tries again after a failure', async () => {
  const failing = (): Worker => {
    throw new Error('no');
  };
  await expect(sharedLab({ createWorker: failing })).rejects.toMatchObject({
    code: 'worker-failed',
  });
  const lab = await sharedLab();
  expect(lab.disposed).toBe(false);
  await lab.dispose();
});

test('a lab that is forgotten ends its worker, but not while a handle is held', async () => {
  const terminate = vi.spyOn(Worker.prototype, 'terminate');
  const held = await (async () => {
    const lab = await openLab();
    const scan = await lab.open({ data: new Uint8Array([1, 2, 3]), size: [3, 1, 1] });
    return { mask: scan.threshold({ lo: 2 }) } as { mask?: Mask };
  })();
  const collect = async (): Promise<void> => {
    await (cdp() as { send(method: string): Promise<unknown> }).send('HeapProfiler.collectGarbage');
    await new Promise((resolve) => setTimeout(resolve, 50));
  };
  for (let i = 0; i < 3; i++) await collect();
  expect(terminate).not.toHaveBeenCalled();
  expect(await held.mask!.count()).toBe(2);
  delete held.mask;
  await vi.waitFor(
    async () => {
      await collect();
      expect(terminate).toHaveBeenCalledTimes(1);
    },
    { timeout: 20_000, interval: 100 },
  );
  terminate.mockRestore();
});
