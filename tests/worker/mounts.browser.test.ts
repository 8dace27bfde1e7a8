import { afterEach, expect, test } from 'vitest';
import { openLab, type Lab } from '../../src/index.js';

const bytes: number[] = [];
const channel = new BroadcastChannel('voxmetry GPU bytes');
channel.onmessage = ({ data }: MessageEvent<number>) => {
  bytes.push(data);
};
afterEach(() => {
  channel.close();
});

/** Workers that run. */
const living = new Set<Worker>();

/** A lab as a component opens it, whose worker tells the bytes of its GPU. */
function mount(signal?: AbortSignal): Promise<Lab> {
  const createWorker = (): Worker => {
    const worker = new Worker(new URL('./counted_entry.ts', import.meta.url), { type: 'module' });
    living.add(worker);
    const terminate = worker.terminate.bind(worker);
    worker.terminate = () => {
      living.delete(worker);
      terminate();
    };
    return worker;
  };
  return openLab({ createWorker, signal });
}

test('20 mounts and unmounts leave no worker and no GPU byte', { timeout: 120_000 }, async () => {
  const data = Uint8Array.from({ length: 32 ** 3 }, (_, i) => i & 255);
  for (let i = 0; i < 20; i++) {
    bytes.length = 0;
    if (i % 4 === 3) {
      // Unmounted while it opens: the worker goes, and all that it holds with it.
      const controller = new AbortController();
      const opening = mount(controller.signal);
      setTimeout(() => {
        controller.abort();
      }, 20 * i);
      await opening.then(
        (lab) => lab.dispose(),
        (error: unknown) => {
          expect(error).toMatchObject({ code: 'cancelled' });
        },
      );
    } else {
      const lab = await mount();
      const scan = await lab.open({ data, size: [32, 32, 32] });
      expect(await scan.threshold({ lo: 100 }).count()).toBe(156 * 128);
      // What is not awaited ends too.
      if (i % 4 === 1) scan.threshold({ lo: 50 }).fraction().run().catch(Boolean);
      await lab.dispose();
      await expect.poll(() => bytes.at(-1), { timeout: 5000 }).toBe(0);
      expect(Math.max(...bytes)).toBeGreaterThan(32 ** 3);
    }
    expect(living.size).toBe(0);
  }
});
