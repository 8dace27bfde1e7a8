import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LabProvider, useLab, useQuery, type QueryState } from '../../ui/react/index.js';

/** Workers that run. */
const living = new Set<Worker>();
class CountedWorker extends Worker {
  constructor(url: string | URL, options?: WorkerOptions) {
    super(url, options);
    living.add(this);
  }
  override terminate(): void {
    living.delete(this);
    super.terminate();
  }
}

beforeEach(() => {
  living.clear();
  vi.stubGlobal('Worker', CountedWorker);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const until = { timeout: 40_000, interval: 10 };
const states: QueryState<number>[] = [];

/** Counts the voxels of a small volume above a threshold. */
function Count({ above }: { above: number }): ReactNode {
  const { lab, error } = useLab();
  const counted = useQuery<number>(
    () =>
      lab &&
      (async (options) => {
        const data = Uint8Array.from({ length: 32 ** 3 }, (_, i) => i & 255);
        const scan = await lab.open({ data, size: [32, 32, 32] }, options);
        return scan.threshold({ lo: above }).count().run(options);
      }),
    [lab, above],
  );
  states.push(counted);
  return (
    <output data-state={counted.state} data-stale={String(counted.stale)}>
      {error?.message ?? counted.error?.message ?? counted.value}
    </output>
  );
}

function page(above: number): ReactNode {
  return (
    <StrictMode>
      <LabProvider>
        <Count above={above} />
      </LabProvider>
    </StrictMode>
  );
}

test('a query follows its inputs: the latest wins, and the value before stays meanwhile', async () => {
  states.length = 0;
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  root.render(page(200));
  const output = (): HTMLElement => place.querySelector('output')!;
  await vi.waitFor(() => {
    expect(output().dataset['state']).toBe('done');
  }, until);
  expect(output().textContent).toBe(String(56 * 128));
  root.render(page(100));
  root.render(page(250));
  await vi.waitFor(() => {
    expect(output().textContent).toBe(String(6 * 128));
  }, until);
  expect(states.some(({ value }) => value === 156 * 128)).toBe(false);
  expect(states.some(({ state, stale }) => state === 'running' && stale)).toBe(true);
  expect(states.at(-1)).toMatchObject({ state: 'done', stale: false, progress: 1 });
  root.render(page(Number.NaN));
  await vi.waitFor(() => {
    expect(output().dataset['state']).toBe('error');
  }, until);
  expect(states.at(-1)!.error!.code).toBe('invalid-argument');
  root.unmount();
  place.remove();
  await vi.waitFor(() => {
    expect(living.size).toBe(0);
  }, until);
});

test('20 mounts and unmounts leave no worker', { timeout: 120_000 }, async () => {
  const place = document.body.appendChild(document.createElement('div'));
  for (let i = 0; i < 20; i++) {
    const root = createRoot(place);
    root.render(page(200));
    // Some end while they open, some when they are open.
    if (i % 5 === 0)
      await vi.waitFor(() => {
        expect(place.querySelector('output')?.dataset['state']).toBe('done');
      }, until);
    else await new Promise((resolve) => setTimeout(resolve, 10 * i));
    root.unmount();
  }
  place.remove();
  await vi.waitFor(() => {
    expect(living.size).toBe(0);
  }, until);
});
