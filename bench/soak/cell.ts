// A whole cell from a file:
//   npm run soak -- cell [--size 1000] [--slices SIZE] [--depth SLICES] [--budget MIB] [--file F]
//                        [--drawn DEPTH] [--first 0]
// A wound cell of size³ voxels is made slab by slab and written as u8, then its can, windings,
// layers and outgrowths are measured from the file; time and most memory are printed by stage. A
// file that is there already is measured as it is. Drawing takes longer than measuring: `drawn`
// slices from `first` on may fill all of the depth, back and forth.
import { mkdir, open, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Lab, Table } from '../../src/index.js';
import { openEngine } from '../../src/engine/index.js';
import { fileSource } from '../../src/io/file_source.js';
import { syntheticRoll, type SyntheticRoll } from '../../src/synthetic/index.js';
import { option } from '../intervals/coverage_table.js';
import { MIB, watched } from '../measure/watched.js';

const size = option('size', 1000);
const slices = option('slices', size);
/** How many of the slices are made and measured. */
const depth = option('depth', slices);
const drawn = option('drawn', depth);
const first = option('first', 0);
const budget = option('budget', 1024) * MIB;
const given = process.argv.indexOf('--file');
const path =
  given < 0
    ? join('.cache/soak', `cell-${[size, slices, depth, drawn, first].map(String).join('-')}.raw`)
    : process.argv[given + 1]!;

/** Grey levels of u16 that are one of u8. */
const STEP = 256;
/** Least and greatest grey level of the cathode; metal is brighter. */
const ELECTRODE = [90, 150] as const;
/** Rows along z in which windings are followed, at most. */
const ROWS = 128;
/** Least height of what is listed, in voxels. */
const LEAST_HEIGHT = 3;

/** Thicknesses of its layers, in µm; voxels are 5 µm wide. */
const STACK = { separator: 10, cathode: 30, aluminium: 10, anode: 40, copper: 20 } as const;

/** A cell that fills the volume: its copper has four voxels, so that faces can be told. */
function cellOf(): SyntheticRoll {
  const outgrowths = Math.max(4, Math.round(40 * (size / 1000) ** 2 * (slices / 1000)));
  return syntheticRoll({
    seed: 20,
    size: [size, size, slices],
    spacing: 5,
    core: 0.3 * size,
    stack: STACK,
    defects: { outgrowths, particles: 2, wrinkles: 1, delaminations: 1, tab: false },
  });
}

/** The slice of the cell that lies at a slice of the file. */
function sliceAt(z: number): number {
  const place = z % (2 * drawn);
  return first + Math.min(place, 2 * drawn - 1 - place);
}

/** Writes the cell, slice by slice, and gives how long that took; undefined where it is there. */
async function writeCell(cell: SyntheticRoll): Promise<number | undefined> {
  const there = await stat(path).catch(() => undefined);
  if (there?.size === size * size * depth) return undefined;
  await mkdir(dirname(path), { recursive: true });
  // A file that is cut off has another name.
  const file = await open(`${path}.part`, 'w+');
  const { seconds } = await watched(async () => {
    const made = Array.from({ length: Math.min(drawn, depth) }, (_, z) => z);
    for (const z of made)
      await file.write(Uint8Array.from(cell.slab(first + z, 1), (level) => level / STEP));
    for (let z = made.length; z < depth; z++) {
      const bytes = new Uint8Array(size * size);
      await file.read(bytes, 0, bytes.length, bytes.length * (sliceAt(z) - first));
      await file.write(bytes, 0, bytes.length, bytes.length * z);
    }
  });
  await file.close();
  await rename(`${path}.part`, path);
  return seconds;
}

/** Does a stage and prints what it cost. */
async function stage<T>(
  lab: Lab,
  name: string,
  work: () => PromiseLike<T>,
  shown: (found: T) => string,
) {
  const { result, seconds, heap, resident } = await watched(async () => work());
  const { peak } = await lab.memory();
  const mib = (bytes: number): string => (bytes / MIB).toFixed(0);
  console.log(
    `| ${[name, shown(result), seconds.toFixed(1), mib(peak), mib(heap), mib(resident)].join(' | ')} |`,
  );
  return result;
}

/** From a turn's start to the middle of the coating within, and beyond, the copper foil. */
const INNER = 2 * (STACK.separator + STACK.cathode) + STACK.aluminium + STACK.anode / 2;
const OUTER = INNER + STACK.anode + STACK.copper;

/** How many true outgrowths have a place of the table by them, and how many places have none. */
function compared({ truth }: SyntheticRoll, cell: Table, table: Table): string {
  const kind = table.column('kind');
  const { spacing, tilt } = truth.settings;
  // Wherever the file shows them, whole.
  const within = truth.outgrowths.flatMap((outgrowth) => {
    const at = Math.round(outgrowth.z / spacing);
    const reach = outgrowth.radius / spacing;
    return Array.from({ length: depth }, (_, z) => z)
      .filter((z) => sliceAt(z) === at && z > reach && z + reach < depth - 1)
      .map((z) => ({ ...outgrowth, shown: z * spacing }));
  });
  const places = [...cell].flatMap(({ x, y, z }, i) =>
    kind[i] === 0 ? [[x!, y!, z!] as const] : [],
  );
  const near = new Set<number>();
  const seen = within.filter(({ turn, theta, z, shown, side, radius }) => {
    const height = z - ((slices - 1) / 2) * spacing;
    const r = truth.core + truth.pitch * turn + (side === 'inner' ? INNER : OUTER);
    const at = [
      truth.rollCentre[0] + tilt[0] * height + r * Math.cos(theta),
      truth.rollCentre[1] + tilt[1] * height + r * Math.sin(theta),
      shown,
    ];
    const found = places.findIndex(
      (p, i) =>
        !near.has(i) && Math.hypot(p[0] - at[0]!, p[1] - at[1]!, p[2] - at[2]!) < 2 * radius,
    );
    if (found >= 0) near.add(found);
    return found >= 0;
  });
  const others = places.length - near.size;
  return `${String(seen.length)} of ${String(within.length)}, ${String(others)} others`;
}
const cell = cellOf();
const written = await writeCell(cell);
if (written !== undefined) console.log(`made in ${written.toFixed(0)} s`);
const lab = await openEngine({ memoryBudget: budget });
console.log(`${String(size)} × ${String(size)} × ${String(depth)} u8, ${String(budget / MIB)} MiB`);
console.log(`adapter ${lab.info.adapter.description}`);
console.log('| stage | found | seconds | GPU peak, MiB | heap peak, MiB | resident peak, MiB |');
console.log('| --- | --- | ---: | ---: | ---: | ---: |');
try {
  const { spacing, unit } = cell.grid;
  const scan = await lab.open(await fileSource(path), {
    ...{ size: [size, size, depth], dtype: 'u8', spacing, unit },
  });
  await stage(
    lab,
    'can',
    () => scan.can(),
    ({ majorAxis }) => `axis ${majorAxis.value.toFixed(1)}`,
  );
  const metal = scan.threshold({ lo: ELECTRODE[1] });
  const electrode = scan
    .threshold({ lo: ELECTRODE[0], hi: ELECTRODE[1] })
    .subtract(metal.dilate({ size: 5 }))
    .open({ size: 3 })
    .close({ size: 5 })
    .keepLargest();
  const query = electrode.windings({ every: Math.max(1, Math.ceil(depth / ROWS)) });
  await stage(
    lab,
    'windings',
    () => query,
    ({ fit }) =>
      `pitch ${fit.pitch.value.toFixed(2)} (${cell.truth.pitch.toFixed(0)}), ${fit.turns.value.toFixed(2)} turns`,
  );
  const roll = await lab.roll(scan, query);
  const { thickness } = await stage(
    lab,
    'layers',
    () => roll.layers(),
    ({ turns }) => `${String(turns.length)} turns`,
  );
  const known = thickness.filter((value) => !Number.isNaN(value));
  const from = known.reduce((sum, value) => sum + value, 0) / known.length / 2 + spacing[0];
  const flat = roll.unroll({ from, to: roll.pitch - from });
  const options = {
    normal: 'y',
    gap: roll.pitch / 2,
    minHeight: LEAST_HEIGHT * spacing[0],
  } as const;
  const unrolled = `unrolled to ${flat.size.join(' × ')}`;
  await stage(
    lab,
    'slice of the unrolled',
    () => flat.slice({ axis: 'z', index: depth >> 1 }),
    () => unrolled,
  );
  const table = await stage(
    lab,
    'outgrowths',
    () => flat.outgrowths(options),
    ({ length }) => `${String(length)} rows`,
  );
  const places = [...table].map(({ x, y, z }) => [x!, y!, z!] as const);
  await stage(
    lab,
    'places in the cell',
    () => roll.toCell(places),
    (at) => compared(cell, at, table),
  );
} finally {
  await lab.dispose();
}
