import { bars } from '../artefacts.js';
import { blurInPlace, gaussianWeights } from '../blur.js';
import { noisyRow } from '../imaging.js';
import { Random } from '../random.js';
import { portableDirection } from '../angles.js';
import type { RollFaults } from './defects.js';
import type { RollSettings } from './options.js';
import type { rollStructure } from './structure.js';

/**
 * Grey levels of the materials by their codes: void (with electrolyte), separator, cathode, anode,
 * aluminium, copper, steel, nickel, metal.
 */
export const ROLL_LEVELS: readonly number[] = [
  8000, 10000, 30000, 14000, 16000, 52000, 50000, 53000, 54000,
];

const FAR_STREAM = 0x7ffd0000;
/** Dark and bright streaks of a tab, and how far from it they have half of their strength. */
const STREAKS = 7;
const STREAK_REACH = 0.2;

interface Streak {
  readonly direction: readonly [number, number];
  readonly strength: number;
}

/**
 * The image of a roll, slice by slice: grey levels of the materials; beam hardening, which darkens
 * the middle of the cell; the streaks of the tab; a Gaussian point spread; rings; noise. The
 * structure goes on above and below the volume, so that the blur along z has no border.
 */
export function rollImage(
  settings: RollSettings,
  faults: RollFaults,
  structure: ReturnType<typeof rollStructure>,
): (z: number, out: Uint16Array<ArrayBuffer>) => void {
  const { seed, size, spacing, imaging, can, tilt } = settings;
  const [nx, ny, nz] = size;
  const sigma = imaging.blur / spacing;
  const weights = gaussianWeights(sigma);
  const reach = weights.length - 1;
  const streaks = streaksOf(seed);
  const greyOf = Float64Array.from(ROLL_LEVELS);
  const radii = Math.ceil(Math.sqrt(nx * nx + ny * ny) / 2) + 2;
  const held = new Map<number, Float32Array>();

  /** A slice as the detector would see it but for the blur along z, the rings and the noise. */
  const flatSlice = (z: number): Float32Array => {
    const known = held.get(z);
    if (known !== undefined) return known;
    // The slices that a blurred one needs are kept, those that were used longest ago go first.
    if (held.size > 2 * reach) held.delete(held.keys().next().value!);
    const slice = new Float32Array(nx * ny);
    const fill = structure(z);
    const height = (z - (nz - 1) / 2) * spacing;
    const axisX = ((nx - 1) / 2) * spacing + tilt[0] * height;
    const axisY = ((ny - 1) / 2) * spacing + tilt[1] * height;
    const tab = faults.tab === null ? undefined : placeOfTab(settings, faults.tab);
    for (let y = 0; y < ny; y += 1) {
      const levels = slice.subarray(y * nx, (y + 1) * nx);
      fill(y, { levels, materials: undefined, objects: undefined }, greyOf);
      const along = y * spacing - axisY;
      for (let x = 0; x < nx; x += 1) {
        const across = x * spacing - axisX;
        const depth = 1 - (across * across + along * along) / (can.radius * can.radius);
        if (depth <= 0) continue;
        levels[x] = levels[x]! * (1 - imaging.beamHardening * depth);
        if (tab !== undefined && imaging.streaks > 0)
          levels[x] = levels[x]! + streakAt(across - tab[0], along - tab[1]);
      }
    }
    blurInPlace(slice, [nx, ny, 1], [sigma, sigma, 0], 'reflect');
    held.set(z, slice);
    return slice;
  };

  /** The streaks of the tab at a place relative to it. */
  const streakAt = (x: number, y: number): number => {
    const far = STREAK_REACH * can.radius;
    const squared = x * x + y * y;
    let sum = 0;
    for (const { direction, strength } of streaks) {
      const off = (x * direction[1] - y * direction[0]) / (4 * spacing);
      if (off * off < 1) sum += strength * (1 - off * off) * (1 - off * off);
    }
    return (imaging.streaks * sum * far * far) / (far * far + squared);
  };

  return (z, out) => {
    const slice = new Float64Array(nx * ny);
    const slices = Array.from({ length: 2 * reach + 1 }, (_, i) => flatSlice(z + i - reach));
    slices.forEach((each, i) => {
      const weight = weights[Math.abs(i - reach)]!;
      for (let p = 0; p < slice.length; p += 1) slice[p] = slice[p]! + weight * each[p]!;
    });
    const rings =
      imaging.rings > 0
        ? bars(radii, 3, imaging.rings, new Random(seed, [FAR_STREAM, z + 1]))
        : undefined;
    const levels = new Float32Array(nx);
    for (let y = 0; y < ny; y += 1) {
      for (let x = 0; x < nx; x += 1) {
        let level = slice[y * nx + x]!;
        if (rings !== undefined) {
          const [dx, dy] = [x - (nx - 1) / 2, y - (ny - 1) / 2];
          level += rings[Math.floor(Math.sqrt(dx * dx + dy * dy) + 0.5)]!;
        }
        levels[x] = level;
      }
      noisyRow(levels, new Random(seed, [y, z]), imaging, out.subarray(y * nx, (y + 1) * nx));
    }
  };
}

function streaksOf(seed: number): readonly Streak[] {
  const random = new Random(seed, [FAR_STREAM, 0]);
  return Array.from({ length: STREAKS }, (_, i) => ({
    direction: portableDirection(Math.PI * random.uniform()),
    strength: i % 2 === 0 ? -1 : 0.6,
  }));
}

/** Where the tab lies from the can's axis. */
function placeOfTab(
  { core, pitch, decentring }: RollSettings,
  { turn, theta }: { readonly turn: number; readonly theta: number },
): readonly [number, number] {
  const [cosine, sine] = portableDirection(theta);
  const radius = core + pitch * (turn + 0.9);
  return [decentring[0] + radius * cosine, decentring[1] + radius * sine];
}
