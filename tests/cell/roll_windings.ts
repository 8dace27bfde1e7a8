import type { WindingsData } from '../../src/cell/windings_data.js';
import { ROLL_MATERIALS, type SyntheticRoll } from '../../src/synthetic/index.js';

const ELECTRODES = {
  anode: [ROLL_MATERIALS.anode, ROLL_MATERIALS.copper, ROLL_MATERIALS.nickel],
  cathode: [ROLL_MATERIALS.cathode, ROLL_MATERIALS.aluminium],
} as const;

/** Samples along a ray in a voxel. */
const SAMPLES = 8;

/**
 * The windings of an electrode of a synthetic roll, by its materials: runs along rays about the
 * true axis, the n-th of them the n-th turn.
 */
export function windingsOfRoll(
  roll: SyntheticRoll,
  electrode: keyof typeof ELECTRODES,
  angles: number,
): WindingsData {
  const { grid, truth } = roll;
  const [nx, ny, nz] = grid.size;
  const step = grid.spacing[0];
  const { settings, turns } = truth;
  // The cathode begins later and ends earlier, by whole columns.
  const apart = electrode === 'anode' ? 0 : Math.min(0.5, turns / 4);
  const firstColumn = Math.ceil(apart * angles);
  const columns = Math.floor((turns - apart) * angles - 1e-9) - firstColumn + 1;
  const middle = new Float32Array(columns * nz).fill(NaN);
  const thickness = new Float32Array(columns * nz).fill(NaN);
  const axis = { x: new Float64Array(nz), y: new Float64Array(nz) };
  const { separator, cathode, aluminium, anode, copper } = settings.stack;
  const cathodeDepth = separator + cathode + aluminium / 2;
  const anodeDepth = 2 * (separator + cathode) + aluminium + anode + copper / 2;
  const depth = electrode === 'anode' ? anodeDepth : cathodeDepth;
  const codes: readonly number[] = ELECTRODES[electrode];
  for (let k = 0; k < nz; k += 1) {
    const slice = roll.materials(k, 1);
    const height = (k - (nz - 1) / 2) * step;
    axis.x[k] = truth.rollCentre[0] + settings.tilt[0] * height;
    axis.y[k] = truth.rollCentre[1] + settings.tilt[1] * height;
    for (let a = 0; a < angles; a += 1) {
      const angle = (2 * Math.PI * a) / angles;
      const runs: [number, number][] = [];
      let open = false;
      for (let n = 0; n < (SAMPLES * nx) / 2; n += 1) {
        const r = (n * step) / SAMPLES;
        const x = Math.round((axis.x[k]! + r * Math.cos(angle)) / step);
        const y = Math.round((axis.y[k]! + r * Math.sin(angle)) / step);
        const isIn = x < nx && y < ny && codes.includes(slice[y * nx + x]!);
        if (isIn && !open) runs.push([r, r]);
        if (isIn) runs.at(-1)![1] = r;
        open = isIn;
      }
      const put = (c: number, [from, to]: readonly [number, number]): void => {
        middle[k * columns + c] = (from + to) / 2;
        thickness[k * columns + c] = to - from + step / SAMPLES;
      };
      const wanted: number[] = [];
      for (let c = a - firstColumn; c < columns; c += angles) if (c >= 0) wanted.push(c);
      if (runs.length === wanted.length)
        wanted.forEach((c, n) => {
          put(c, runs[n]!);
        });
      // Beyond an end some turns are missing: each run is of the turn that lies nearest.
      else
        for (const run of runs) {
          const at = ((run[0] + run[1]) / 2 - truth.core - depth) / truth.pitch - a / angles;
          const c = Math.round(at) * angles + a - firstColumn;
          if (Math.abs(at - Math.round(at)) < 0.3 && wanted.includes(c)) put(c, run);
        }
    }
  }
  return {
    ...{ unit: grid.unit, axis, handed: 1, angles, firstColumn, columns, rows: nz },
    ...{ firstZ: 0, stepZ: step, middle, thickness },
  };
}
