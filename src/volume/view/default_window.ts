import type { Node } from '../../recipe/op.js';
import { windowOf } from '../../recipe/view/levels.js';
import type { Grid } from '../grid.js';

type Window = readonly [lo: number, hi: number];

/** So many voxels of a slice are looked at, evenly chosen. */
const SAMPLES = 2 ** 18;

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
  return windowOf(samples);
}
