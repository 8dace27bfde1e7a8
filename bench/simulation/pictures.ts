// Draws the pictures of docs/simulation.md: a discharge with the band that a scan leaves, and the
// surfaces of three materials, as voxels have them and smoothed.
import { writeFileSync } from 'node:fs';
import { dischargeChart } from '../../src/cli/twin/discharge_chart.js';
import { inventedCell } from '../../src/cli/twin/invented_cell.js';
import {
  dischargeBand,
  phaseMesh,
  simulateDischarge,
  toBpx,
  type PhaseMesh,
} from '../../src/simulation/index.js';
import { addBinder, syntheticCathode } from '../../src/synthetic/index.js';
import { savePicture, sheetOf, type Picture } from '../filters/pictures.js';

/** The invented cell with a surface of active material, in 1/µm, that was measured. */
const cell = (perVolume: number, interval: readonly [number, number] | null): object =>
  toBpx(
    {
      positiveElectrode: {
        active: { value: 0.6 },
        surface: { perVolume, unit: 'µm', estimator: 'stated', sampling: { interval } },
      },
    },
    { into: inventedCell() },
  ).document;
writeFileSync(
  'docs/images/discharge.svg',
  dischargeChart({
    used: dischargeBand(cell(0.15, [0.12, 0.18])),
    measured: simulateDischarge(cell(0.1, null)),
    // Pages may be dark.
  }).replace('background:none', 'background:#fff'),
);

const EDGE = 40;
const size = [EDGE, EDGE, EDGE] as const;
const grid = { size, spacing: [1, 1, 1] } as const;
const { truth } = syntheticCathode({ seed: 4, ...grid, medianDiameter: 16, solidFraction: 0.4 });
const data = addBinder(truth.labels, grid, { seed: 1, fraction: 0.12, kind: 'bridge' });
/** Greys of what is not pore: particles bright, binder dark. */
const SHOWN: Readonly<Record<string, number>> = { particles: 235, binder: 120 };
const PIXELS = 420;

/** The surfaces of what is not pore as seen from a corner above, by depth. */
function drawn({ positions, boundaries }: PhaseMesh): Picture {
  const picture = { width: PIXELS, height: PIXELS, data: new Uint8Array(PIXELS ** 2).fill(255) };
  const depths = new Float64Array(PIXELS ** 2).fill(-Infinity);
  const [turn, tilt] = [0.6, 0.5];
  const scale = PIXELS / (1.75 * EDGE);
  const seen = (vertex: number): readonly [number, number, number] => {
    const [x, y, z] = [0, 1, 2].map((i) => positions[3 * vertex + i]! - EDGE / 2) as [
      number,
      number,
      number,
    ];
    const across = x * Math.cos(turn) - y * Math.sin(turn);
    const away = x * Math.sin(turn) + y * Math.cos(turn);
    return [
      PIXELS / 2 + scale * across,
      PIXELS / 2 - scale * (z * Math.cos(tilt) + away * Math.sin(tilt)),
      z * Math.sin(tilt) - away * Math.cos(tilt),
    ];
  };
  for (const { between, indices } of boundaries) {
    const [first, second] = between;
    const grey = SHOWN[first] ?? SHOWN[second ?? ''];
    // What lies between two materials is not seen.
    if (grey === undefined || (SHOWN[first] !== undefined && SHOWN[second ?? ''] !== undefined))
      continue;
    for (let i = 0; i < indices.length; i += 3) {
      const [a, b, c] = [0, 1, 2].map((k) => seen(indices[i + k]!)) as [
        readonly [number, number, number],
        readonly [number, number, number],
        readonly [number, number, number],
      ];
      fill(picture, depths, [a, b, c], grey);
    }
  }
  return picture;
}

type Point = readonly [x: number, y: number, depth: number];

function fill(
  { width, height, data: pixels }: Picture,
  depths: Float64Array,
  [a, b, c]: readonly [Point, Point, Point],
  grey: number,
): void {
  const u = [0, 1, 2].map((i) => b[i]! - a[i]!) as [number, number, number];
  const v = [0, 1, 2].map((i) => c[i]! - a[i]!) as [number, number, number];
  const twice = u[0] * v[1] - u[1] * v[0];
  if (twice === 0) return;
  const normal = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], twice] as const;
  const facing = normal.map((n) => (n * Math.sign(twice)) / Math.hypot(...normal));
  const light =
    0.35 + 0.65 * Math.max(0, -0.35 * facing[0]! - 0.4 * facing[1]! + 0.85 * facing[2]!);
  const lows = [0, 1].map((i) => Math.floor(Math.min(a[i]!, b[i]!, c[i]!)));
  const highs = [0, 1].map((i) => Math.ceil(Math.max(a[i]!, b[i]!, c[i]!)));
  for (let y = Math.max(0, lows[1]!); y <= Math.min(height - 1, highs[1]!); y += 1)
    for (let x = Math.max(0, lows[0]!); x <= Math.min(width - 1, highs[0]!); x += 1) {
      const s = ((x - a[0]) * v[1] - (y - a[1]) * v[0]) / twice;
      const t = ((y - a[1]) * u[0] - (x - a[0]) * u[1]) / twice;
      if (s < 0 || t < 0 || s + t > 1) continue;
      const depth = a[2] + s * u[2] + t * v[2];
      const at = y * width + x;
      if (depth <= depths[at]!) continue;
      depths[at] = depth;
      pixels[at] = Math.min(255, Math.round(grey * light));
    }
}

const codes = { pore: 0, particles: 1, binder: 2 };
const row = [0, 20].map((smooth) =>
  drawn(phaseMesh({ data, ...grid, unit: 'µm' }, { codes, smooth })),
);
savePicture('docs/images/mesh.png', sheetOf([row], PIXELS, PIXELS));
