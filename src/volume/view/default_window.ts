import type { Node } from '../../recipe/op.js';
import type { Grid } from '../grid.js';

type Window = readonly [lo: number, hi: number];

/** So many voxels of a slice are looked at, evenly chosen. */
const SAMPLES = 2 ** 18;
/** The percentiles between which the window lies, as fractions. */
const [LOWER, UPPER] = [0.001, 0.999];

const WINDOWS = new WeakMap<Node, Promise<Window>>();

/**
 * The window of a volume for which none is said: the 0.1 and 99.9 percentiles of its middle z
 * slice, of which up to 2¹⁸ finite voxels are looked at. Read once for each volume.
 */
export function defaultWindow(volume: Grid): Promise<Window> {
  let window = WINDOWS.get(volume.node);
  if (window === undefined) {
    window = read(volume);
    WINDOWS.set(volume.node, window);
    window.catch(() => WINDOWS.delete(volume.node));
  }
  return window;
}

async function read(volume: Grid): Promise<Window> {
  const { data } = await volume.slice({ axis: 'z' });
  const stride = Math.ceil(data.length / SAMPLES);
  const samples = Float64Array.from(
    { length: Math.ceil(data.length / stride) },
    (_, i) => data[i * stride]!,
  );
  return windowOf(samples.filter(Number.isFinite));
}

/** The window of some finite values. */
export function windowOf(values: Float64Array): Window {
  if (values.length === 0) return [0, 1];
  const sorted = values.slice().sort();
  const last = sorted.length - 1;
  const lo = sorted[Math.floor(LOWER * last)]!;
  const hi = sorted[Math.ceil(UPPER * last)]!;
  return lo < hi ? [lo, hi] : [lo, lo + Math.max(1, Math.abs(lo) * 1e-6)];
}
