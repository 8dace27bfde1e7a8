import { StrictMode, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openLab, type Lab, type ViewSpec, type Volume } from '../../src/index.js';
import {
  LabProvider,
  useLab,
  useQuery,
  useView,
  type QueryState,
  type ViewState,
} from '../../ui/react/index.js';

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

describe('a view', () => {
  const seen: ViewState[] = [];

  /** A picture of the given size of what is asked for. */
  function Picture({ show, width }: { show: () => ViewSpec; width: number }): ReactNode {
    const { lab } = useLab();
    const state = useView(lab, show, [show]);
    seen.push(state);
    return <div ref={state.ref} style={{ width, height: 64 }} />;
  }

  let place: HTMLElement;
  let root: Root;
  beforeEach(() => {
    seen.length = 0;
    place = document.body.appendChild(document.createElement('div'));
    root = createRoot(place);
  });
  afterEach(() => {
    root.unmount();
    place.remove();
  });

  const render = (lab: Lab, show: () => ViewSpec, width = 64): void => {
    root.render(
      <StrictMode>
        <LabProvider lab={lab}>
          <Picture show={show} width={width} />
        </LabProvider>
      </StrictMode>,
    );
  };
  const withScan = async (work: (lab: Lab, scan: Volume) => Promise<void>): Promise<void> => {
    const lab = await openLab();
    try {
      const data = Uint8Array.from({ length: 8 ** 3 }, (_, i) => 30 * Math.floor(i / 64));
      await work(lab, await lab.open({ data, size: [8, 8, 8] }));
    } finally {
      await lab.dispose();
    }
  };
  const slice =
    (grid: Volume, index: number): (() => ViewSpec) =>
    () => ({ layers: [{ grid, window: [0, 255] }], index });

  /** The pixel in the middle of what the page shows, or that in its corner. */
  async function shown(where: 'middle' | 'corner' = 'middle'): Promise<number[]> {
    const canvases = place.querySelectorAll('canvas');
    expect(canvases.length).toBe(1);
    const [{ width, height }] = canvases as unknown as [HTMLCanvasElement];
    const copy = new OffscreenCanvas(width, height).getContext('2d')!;
    const [x, y] = where === 'middle' ? [width >> 1, height >> 1] : [0, 0];
    const drawn = async (): Promise<number[]> => {
      await new Promise(requestAnimationFrame);
      copy.drawImage(canvases[0]!, 0, 0);
      return [...copy.getImageData(x, y, 1, 1).data.subarray(0, 3)];
    };
    await drawn();
    return drawn();
  }
  const last = (): ViewState => seen.at(-1)!;
  const drawn = (): Promise<void> =>
    vi.waitFor(async () => {
      const { view, frame } = last();
      expect(view && frame).toBeDefined();
      await view!.drawn;
    }, until);

  test('follows what is asked for; the latest wins; nothing stays on the GPU', async () => {
    await withScan(async (lab, scan) => {
      render(lab, slice(scan, 1));
      await drawn();
      expect(await shown()).toEqual([30, 30, 30]);
      const first = last().view;
      render(lab, slice(scan, 5));
      render(lab, slice(scan, 7), 128);
      await vi.waitFor(async () => {
        expect(await shown()).toEqual([210, 210, 210]);
        expect(last().view!.size).toEqual([128 * devicePixelRatio, 64 * devicePixelRatio]);
      }, until);
      expect(last().view).toBe(first);
      // What is left out gets its default back; another kind of scene keeps the canvas.
      render(lab, () => ({
        kind: 'space',
        layers: [{ grid: scan, mode: 'surface' }],
        background: '#102030',
      }));
      await vi.waitFor(async () => {
        expect(await shown('corner')).toEqual([16, 32, 48]);
      }, until);
      render(lab, slice(scan, 2));
      await vi.waitFor(() => {
        const { spec } = last().view!;
        expect(spec.kind !== 'space' && spec.index).toBe(2);
      }, until);
      await drawn();
      expect(last().view!.spec.background).toBeUndefined();
      expect(last().view).toBe(first);
      root.unmount();
      expect(place.querySelector('canvas')).toBeNull();
      await vi.waitFor(async () => {
        const { live, cached } = await lab.memory();
        expect(live).toBe(cached);
      }, until);
    });
  });

  test('goes with its lab, and says what is wrong', async () => {
    await withScan(async (lab, scan) => {
      render(lab, slice(scan, 1));
      await drawn();
      const first = last().view!;
      render(lab, slice(scan, 99));
      await vi.waitFor(() => {
        expect(last().error?.code).toBe('invalid-argument');
      }, until);
      expect(last().view).toBe(first);
      await withScan(async (other, second) => {
        render(other, slice(second, 3));
        await vi.waitFor(async () => {
          expect(last().view).not.toBe(first);
          await drawn();
        }, until);
        expect(last().error).toBeUndefined();
        expect(await shown()).toEqual([90, 90, 90]);
        expect(() => {
          first.set({ index: 1 });
        }).toThrow(/disposed/);
        root.unmount();
      });
    });
  });
});
