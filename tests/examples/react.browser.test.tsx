import { StrictMode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { App } from '../../examples/react/app.js';
import { syntheticCathode } from '../../src/synthetic/index.js';

/** Workers that run, and how many there ever were. */
const living = new Set<Worker>();
let made = 0;

class CountedWorker extends Worker {
  constructor(url: string | URL, options?: WorkerOptions) {
    super(url, options);
    living.add(this);
    made++;
  }
  override terminate(): void {
    living.delete(this);
    super.terminate();
  }
}

let root: Root;
let place: HTMLElement;
const failures: unknown[] = [];
const fail = (event: ErrorEvent | PromiseRejectionEvent): void => {
  failures.push(event);
};

beforeEach(() => {
  made = 0;
  living.clear();
  failures.length = 0;
  vi.stubGlobal('Worker', CountedWorker);
  vi.spyOn(console, 'error').mockImplementation((...words) => failures.push(words));
  addEventListener('error', fail);
  addEventListener('unhandledrejection', fail);
  place = document.body.appendChild(document.createElement('main'));
  root = createRoot(place);
});

afterEach(async () => {
  root.unmount();
  place.remove();
  await vi.waitFor(() => {
    expect(living.size).toBe(0);
  });
  removeEventListener('error', fail);
  removeEventListener('unhandledrejection', fail);
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function mount(): void {
  root.render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

const until = { timeout: 30_000, interval: 10 };
const button = (name: string): HTMLButtonElement =>
  [...place.querySelectorAll('button')].find(({ textContent }) => textContent === name)!;
const status = (): string => place.querySelector('[role=status]')?.textContent ?? '';
const numbers = (): string[] =>
  [...place.querySelectorAll('dd')].map(({ firstChild }) => firstChild?.textContent ?? '');

async function ready(): Promise<void> {
  await vi.waitFor(() => {
    expect(button('Synthetic sample').disabled).toBe(false);
  }, until);
}

async function shown(): Promise<void> {
  await vi.waitFor(() => {
    expect(place.querySelector('dl, [role=alert]')).not.toBeNull();
  }, until);
  expect(place.querySelector('[role=alert]')?.textContent).toBeUndefined();
}

/** Fraction of coloured pixels of the slice: those under the mask. Its GPU draws the canvas. */
async function orangeFraction(): Promise<number> {
  await new Promise(requestAnimationFrame);
  const canvas = place.querySelector('canvas')!;
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d')!;
  copy.drawImage(canvas, 0, 0);
  const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
  let coloured = 0;
  for (let i = 0; i < data.length; i += 4) if (data[i] !== data[i + 2]) coloured++;
  return coloured / (canvas.width * canvas.height);
}

/** Puts a file into the file input, as a user does. */
function choose(file: File): void {
  const files = new DataTransfer();
  files.items.add(file);
  const input = place.querySelector<HTMLInputElement>('input[type=file]')!;
  input.files = files.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

/** A raw file of 32³ voxels with two bright cubes of edge 10. */
function twoCubes(): File {
  const data = new Uint8Array(32 ** 3).fill(50);
  for (const start of [4, 18])
    for (let z = 11; z < 21; z++)
      for (let y = 11; y < 21; y++)
        data.fill(200, (z * 32 + y) * 32 + start, (z * 32 + y) * 32 + start + 10);
  return new File([data], 'cubes_32x32x32_uint8.raw');
}

test('mounts twice, keeps one worker, measures the sample, and ends its worker', async () => {
  mount();
  await ready();
  expect([made, living.size]).toEqual([2, 1]);

  button('Synthetic sample').click();
  await shown();
  const { truth } = syntheticCathode({ size: [128, 128, 64] });
  const whole = truth.particles.filter(({ volumeVoxels }) => volumeVoxels >= 50).length;
  const [porosity = '', particles, volume] = numbers();
  expect(porosity).toMatch(/^\d+\.\d %$/);
  expect(Math.abs(parseFloat(porosity) / 100 - truth.porosity)).toBeLessThan(0.02);
  expect(Math.abs(Number(particles) - whole)).toBeLessThan(0.1 * whole);
  expect(volume).toBe('25.6 × 25.6 × 16');
  expect(place.textContent).toMatch(
    /95 % interval \d+\.\d % to \d+\.\d %; such intervals held in \d+\.\d % to \d+\.\d %/,
  );
  expect(place.querySelector('dd:last-child')?.textContent).toContain('µm³');
  const slice = truth.labels.subarray(32 * 128 * 128, 33 * 128 * 128);
  const solid = slice.filter((id) => id > 0).length / slice.length;
  await vi.waitFor(async () => {
    expect(Math.abs((await orangeFraction()) - solid)).toBeLessThan(0.03);
  }, until);

  root.unmount();
  await vi.waitFor(() => {
    expect(living.size).toBe(0);
  });
  expect(failures).toEqual([]);
});

test('shows exact counts of a file, and the error of a file that it cannot read', async () => {
  mount();
  await ready();
  choose(twoCubes());
  await shown();
  // The median takes the edges of the cubes: 12 × 8 voxels and 8 corners of each.
  const porosity = `${(100 * (1 - (2 * (1000 - 104)) / 32 ** 3)).toFixed(1)} %`;
  expect(numbers()).toEqual([porosity, '2', '32 × 32 × 32']);

  choose(new File(['not an image'], 'notes.tif'));
  await vi.waitFor(() => {
    expect(place.querySelector('[role=alert]')?.textContent).toContain('notes.tif');
  }, until);
  expect(place.querySelector('dl')).toBeNull();
  expect(failures).toEqual([]);
});

test('cancels a run, and runs again', async () => {
  mount();
  await ready();
  const cancelling = new MutationObserver(() => {
    if (status() !== 'Threshold') return;
    cancelling.disconnect();
    button('Cancel').click();
  });
  cancelling.observe(place, { childList: true, characterData: true, subtree: true });
  button('Synthetic sample').click();
  await vi.waitFor(() => {
    expect(status()).toBe('Cancelled');
  }, until);
  expect(place.querySelector('dl, [role=alert]')).toBeNull();

  choose(twoCubes());
  await shown();
  expect(numbers()[1]).toBe('2');
  expect(failures).toEqual([]);
});

test('unmounts while it opens, and while it runs, without a trace', async () => {
  mount();
  await vi.waitFor(() => {
    expect(made).toBe(2);
  }, until);
  root.unmount();
  expect(living.size).toBe(0);

  root = createRoot(place);
  mount();
  await ready();
  button('Synthetic sample').click();
  await vi.waitFor(() => {
    expect(status()).not.toBe('');
  }, until);
  root.unmount();
  await vi.waitFor(() => {
    expect(living.size).toBe(0);
  });
  expect(failures).toEqual([]);
});

test('says what keeps a lab from opening', async () => {
  vi.stubGlobal('Worker', undefined);
  mount();
  await vi.waitFor(() => {
    expect(place.querySelector('[role=alert]')?.textContent).toContain('no web workers');
  }, until);
  expect(button('Synthetic sample').disabled).toBe(true);
  expect(failures).toEqual([]);
});
