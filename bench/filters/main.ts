// Writes docs/filters.md: what denoisers and corrections do to images whose truth is known.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Engine } from '../../src/engine/engine.js';
import { loadAllImplementations } from '../../src/engine/registry.js';
import { DENOISERS } from './denoisers.js';
import { measureDrift, measureFaults } from './faults.js';
import { savePicture, type Picture } from './pictures.js';
import { Bench, edgeDistances, measureQuality } from './quality.js';
import { contactSheet, correctionSheet, filterSheet, SHEET } from './sheets.js';
import { cathode, sandpack, type Subject } from './subjects.js';

const at = process.argv.indexOf('--pictures');
const folder = at < 0 ? undefined : process.argv[at + 1];

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join(
    '\n',
  );
}

const whole = (v: number): string => Math.round(v).toLocaleString('en');

async function denoisers(bench: Bench, subject: Subject): Promise<string> {
  const { solid, size, image, name, about } = subject;
  const distances = await edgeDistances(bench, solid, size);
  const rows: string[][] = [];
  for (const denoiser of DENOISERS) {
    const filtered = denoiser.apply(await bench.source(image, size));
    const quality = await measureQuality(bench, filtered, solid, distances);
    rows.push([
      denoiser.name,
      quality.signalToNoise.toFixed(1),
      quality.edgeWidth.toFixed(2),
      `${(100 * quality.error).toFixed(2)} %`,
    ]);
    console.log(`${name}: ${rows.at(-1)!.join('  ')}`);
  }
  return `### ${name}\n\n${about}\n\n${table(['denoiser', 'signal to noise', 'edge, voxels', 'Otsu’s error'], rows)}\n`;
}

/** The picture in the page, and with a folder given one of a real scan beside it. */
async function pictures(bench: Bench, sand: Subject | undefined): Promise<string> {
  const corrections = await correctionSheet(bench);
  const draw = async (subject: Subject, edge: number): Promise<Picture> =>
    contactSheet(await filterSheet(bench, subject), corrections, edge);
  savePicture('docs/images/filters.png', await draw(cathode(), 120));
  if (folder !== undefined && sand !== undefined)
    savePicture(join(folder, 'sandpack.png'), await draw(sand, 200));
  const rows = SHEET.map((row) => row.map(([name]) => name).join(', '));
  const pairs = corrections.map(([name]) => `before and after ${name}`);
  return `## Pictures

The middle slice of the synthetic cathode above; each picture from the 0.5th to the 99.5th percentile of its own. The last two rows are the
faults of the next section: the worse of each kind, the last two across the slices.

![Filters and corrections](images/filters.png)

${[...rows, pairs.slice(0, 3).join(', '), pairs.slice(3).join(', ')].map((row, i) => `${String(i + 1)}. ${row}`).join('\n')}
`;
}

const [engine] = await Promise.all([Engine.open(), loadAllImplementations()]);
try {
  const bench = new Bench(engine);
  const sand = await sandpack(bench);
  if (sand === undefined)
    console.log('sand pack: ../shared/data is not there; its table is left out');
  const sections: string[] = [];
  for (const subject of sand === undefined ? [cathode()] : [cathode(), sand])
    sections.push(await denoisers(bench, subject));
  const faults = await measureFaults(bench);
  const drifts = await measureDrift(bench);
  const shown = await pictures(bench, sand);
  const page = `# Filters

Written by \`npm run filters:table\`.

## Denoisers at their defaults

Signal to noise is the difference of the two materials’ means over the standard deviation inside of them, 3 voxels and more
from an edge. The edge is what the mean profile across all edges takes to rise from 10 % to 90 %. Otsu’s error is the part of
the voxels that its threshold then takes for the other material.

${sections.join('\n')}
${shown}
## Corrections

A synthetic cathode of 160×160×48 voxels of 16 bits (materials 22,000 apart, noise of σ ≈ 2,050), imaged with one fault at a time and
corrected at the defaults. Numbers are root-mean-square differences to the same image without the fault, its noise
included, less their mean: grey levels. “On clean” is what the correction does to an image that has no fault.

${table(
  ['fault', 'op', 'before', 'after', 'on clean'],
  faults.map(({ name, op, before, after, onClean }) => [
    name,
    `\`${op}\``,
    whole(before),
    whole(after),
    whole(onClean),
  ]),
)}

Stripes and rings are found by two steps: medians of differences, which hold for any material, and a fit with two
classes. \`passes: 0\` is the first alone, for material without two levels; what it leaves is structure that adds up from line to line.

### Drift

The same noise; every slice drifts on by steps of σ = 0.5 voxels along x and y. Errors in voxels, of the place relative to the first slice, and of
the step from a slice to the next. Particles are some 20 voxels wide: the farther slices lie apart, the more the structure itself moves,
and errors of steps add up.

${table(
  ['distance of slices', 'rms', 'worst place', 'worst step'],
  drifts.map(({ name, rms, worst, worstStep }) => [
    name,
    rms.toFixed(3),
    worst.toFixed(3),
    worstStep.toFixed(3),
  ]),
)}
`;
  writeFileSync('docs/filters.md', page);
} finally {
  await engine.dispose();
}
