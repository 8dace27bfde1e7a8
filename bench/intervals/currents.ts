// Whether the bounds that pieces give hold the exact tortuosity factor, and how far off the
// estimate between them is:
//   npm run coverage -- currents [--seeds 20] [--from 1] [--size 64] [--parts 4]
import { openEngine } from '../../src/engine/index.js';
import { booleanSpheres, levelCutField, voxeliseSpheres } from '../../src/synthetic/index.js';
import { option } from './coverage_table.js';

const seeds = option('seeds', 20);
const from = option('from', 1);
const edge = option('size', 64);
/** Parts of the volume that a piece is at most. */
const parts = option('parts', 4);
const size = [edge, edge, edge] as const;
const grid = { size, spacing: [1, 1, 1] } as const;

/** Pores of a fraction, between spheres of 12 voxels or on one side of a field. */
const KINDS: readonly [name: string, pores: (seed: number) => Uint8Array<ArrayBuffer>][] = [
  [
    'field, pores 0.5',
    (seed) => levelCutField({ ...grid, seed, fraction: 0.5, length: [2, 2, 2] }),
  ],
  [
    'field, pores 0.3',
    (seed) => levelCutField({ ...grid, seed, fraction: 0.3, length: [2, 2, 2] }),
  ],
  ['spheres, pores 0.5', (seed) => between(seed, 0.5)],
  ['spheres, pores 0.3', (seed) => between(seed, 0.7)],
];

function between(seed: number, fraction: number): Uint8Array<ArrayBuffer> {
  const spheres = booleanSpheres({ seed, box: size, fraction, medianDiameter: 12 });
  const solid = voxeliseSpheres(
    spheres.map((sphere) => ({ ...sphere, id: 1 })),
    grid,
  );
  return Uint8Array.from(solid, (id) => (id === 0 ? 1 : 0));
}

const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;
const middle = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;

const lab = await openEngine();
console.log('| pores | held | median error | largest | bounds apart, median |');
console.log('| --- | --- | --- | --- | --- |');
for (const [name, pores] of KINDS) {
  const [errors, gaps]: [number[], number[]] = [[], []];
  let [held, none] = [0, 0];
  for (let seed = from; seed < from + seeds; seed += 1) {
    const scan = await lab.open({ data: pores(seed), size }, {});
    const mask = scan.threshold({ lo: 1 });
    const exact = (await mask.tortuosity({ axis: 'z' })).tortuosityFactor!;
    try {
      const pieces = Math.floor(edge ** 3 / parts);
      const found = await mask.tortuosity({ axis: 'z', pieces });
      const [lower, upper] = found.bounds!.tortuosityFactor!;
      if (lower <= exact && exact <= upper) held += 1;
      errors.push(found.tortuosityFactor! / exact - 1);
      gaps.push((upper - lower) / exact);
      console.error(
        `${name} ${String(seed)}: ${exact.toFixed(4)}, ${found.tortuosityFactor!.toFixed(4)} (${lower.toFixed(4)} to ${upper.toFixed(4)})`,
      );
    } catch (error) {
      none += 1;
      console.error(`${name} ${String(seed)}: ${String(error)}`);
    }
    scan.close();
  }
  const given = seeds - none;
  const off = errors.map(Math.abs);
  const cells = [
    `${String(held)} of ${String(given)}${none > 0 ? `, ${String(none)} without` : ''}`,
    percent(middle(off)),
    percent(Math.max(...off)),
    percent(middle(gaps)),
  ];
  console.log(`| ${[name, ...cells].join(' | ')} |`);
}
await lab.dispose();
