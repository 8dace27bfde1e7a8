import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommandLine } from '../../src/cli/command.js';
import { Engine } from '../../src/engine/engine.js';
import { VoxmetryError, type ErrorCode } from '../../src/index.js';
import { Lab } from '../../src/volume/lab.js';
import { workplace, type Outcome } from './run/fixture.js';

// A part of the analysis that fails leaves the others: they are written, and it is named in
// result.json, in the report and in the terminal.

const place = workplace();

/** A lab in which every run that needs all of some ops fails. */
async function labWithout(ops: readonly string[], code: ErrorCode): Promise<Lab> {
  const engine = await Engine.open();
  const run = engine.run.bind(engine);
  engine.run = (request, options) => {
    const needed = new Set(request.recipe.steps.map(({ op }) => op));
    const failing = ops.every((op) => needed.has(op)) ? ops.at(-1) : undefined;
    return failing === undefined
      ? run(request, options)
      : Promise.reject(new VoxmetryError(code, `${failing}: <b>too large</b>\u001B[31m.`));
  };
  return new Lab(engine);
}

async function measure(
  args: readonly string[],
  ops: readonly string[],
  code: ErrorCode = 'limit',
): Promise<Outcome> {
  let out = '';
  let error = '';
  const streams = {
    out: (text: string) => (out += text),
    error: (text: string) => (error += text),
  };
  return {
    code: await runCommandLine(args, streams, { open: () => labWithout(ops, code) }),
    out,
    error,
  };
}

type Result = Readonly<Record<string, unknown>> & {
  readonly missing: readonly { readonly part: string; readonly code: string }[];
};

function resultIn(folder: string): Result {
  return JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as Result;
}

test('where particles cannot be separated, all else is written and they are named', async () => {
  const scan = await place.tiff('scan.tif');
  const out = place.path('partial');
  expect((await measure([scan, '--out', out], [])).code).toBe(0);
  const whole = resultIn(out);
  expect(whole.missing).toEqual([]);
  expect(readdirSync(out)).toContain('particles.csv');

  const { code, out: said, error } = await measure([scan, '--out', out], ['separate']);
  expect(code).toBe(2);
  expect(error).toBe(
    'voxmetry: not all was computed, the rest is written; missing: particles (separate: <b>too large</b>\uFFFD[31m.)\n',
  );
  // Those of the run before went.
  const phasePictures = ['xy', 'xz', 'yz'].flatMap((plane) =>
    ['png', 'svg'].map((kind) => `phases_${plane}.${kind}`),
  );
  expect(readdirSync(out).sort()).toEqual(
    [
      ...['depth', 'histogram', 'threshold'].flatMap((name) => [`${name}.png`, `${name}.svg`]),
      ...phasePictures,
      'report.html',
      'result.json',
    ].sort(),
  );
  const result = resultIn(out);
  expect(result.missing).toMatchObject([{ part: 'particles', code: 'limit' }]);
  expect(result['particles']).toBeNull();
  for (const part of [
    'phase',
    'phases',
    'interfaces',
    'thresholdShare',
    'porosity',
    'threshold',
    'components',
    'distance',
  ])
    expect(result[part], part).toEqual(whole[part]);
  expect(said).toMatch(/^missing +particles: separate: <b>too large/m);
  expect(said).toMatch(/^components +\d/m);
  expect(said).not.toContain('\u001B');
  const report = readFileSync(join(out, 'report.html'), 'utf8');
  expect(report).toContain('<h2>Missing</h2>');
  expect(report).toContain('<dt>particles</dt><dd>separate: &lt;b&gt;too large');
  expect(report).toContain('data:image/png');
});

test.each([
  ['components', 'components', 'limit', 2],
  ['distance moments', 'distance', 'out-of-memory', 2],
  ['sizeDistribution', 'particles', 'limit', 2],
  ['separate', 'particles', 'worker-failed', 1],
] as const)('%s may fail alone: %s, %s', async (op, part, failure, exit) => {
  const scan = await place.tiff('scan.tif');
  const out = place.path(`without-${op}`);
  const { code, error } = await measure([scan, '--out', out], op.split(' '), failure);
  expect({ code, error }).toEqual({
    code: exit,
    error: expect.stringContaining(`missing: ${part} (`) as string,
  });
  const { missing, phase, ...rest } = resultIn(out);
  expect(missing).toMatchObject([{ part, code: failure }]);
  expect(rest[part]).toBeNull();
  expect(phase).toMatchObject({ voxels: expect.any(Number) as number });
});

/** What is asked for besides, so that all parts are there. */
const ALL = ['--thickness', '--tortuosity', 'z', '--threshold-sizes'];
const ofEach = (part: string): string[] =>
  ['bright phase', 'dark phase'].map((name) => `phases.${name}.${part}`);

/** The numbers of a result but for some parts, and what the threshold tells of phases with them. */
function without(result: Result, lacking: readonly string[]): unknown {
  const left = JSON.parse(JSON.stringify(result)) as Record<string, unknown>;
  for (const name of ['missing', 'timings', 'provenance', 'figures', 'files', 'recipe'])
    Reflect.deleteProperty(left, name);
  const phases = left['phases'] as Record<string, Record<string, unknown> | null>[];
  for (const part of lacking) {
    // Without any axis there is no tortuosity.
    const [first = '', name, ...path] = part.replace(/(?<=tortuosity)\.\w$/, '').split('.');
    if (first !== 'phases') Reflect.deleteProperty(left, first);
    if (first === 'thresholdShare')
      for (const { fraction, surface } of phases) {
        delete fraction?.['thresholdRange'];
        delete surface?.['thresholdRange'];
      }
    let at: Record<string, unknown> | null | undefined = phases.find(
      (phase) => (phase['name'] as unknown) === name,
    );
    const last = path.pop() ?? '';
    for (const step of path) at = at?.[step] as Record<string, unknown> | null | undefined;
    if (at) Reflect.deleteProperty(at, last);
  }
  return left;
}

test.each([
  ['profile', ofEach('profile')],
  ['surfaceArea', ofEach('surface')],
  ['gradientArea', ofEach('surface.byGradient')],
  ['thicknessDistribution', ofEach('thickness')],
  ['transport', ofEach('tortuosity.z')],
  ['phasesOfMasks', ['slices.phases']],
  ['sensitivity', ['thresholdShare.sizes', 'thresholdShare']],
  ['sensitivityStep', ['thresholdShare.sizes']],
] as const)('of the phases %s may fail alone', async (op, lacking) => {
  const scan = await place.tiff('scan.tif');
  const [all, out] = [place.path(`all-${op}`), place.path(`lacking-${op}`)];
  expect((await measure([scan, '--out', all, ...ALL], [])).code).toBe(0);
  const { code, error } = await measure([scan, '--out', out, ...ALL], [op]);
  expect(code).toBe(2);
  const [whole, found] = [resultIn(all), resultIn(out)];
  expect(found.missing.map(({ part }) => part)).toEqual(lacking);
  for (const part of lacking) expect(error).toContain(`${part} (${op}: `);
  expect(without(found, lacking)).toEqual(without(whole, lacking));
  const report = readFileSync(join(out, 'report.html'), 'utf8');
  for (const part of lacking) expect(report).toContain(`<dt>${part}</dt><dd>${op}: `);
  // In place of the phases, the image.
  const pictures = readdirSync(out).filter((name) => name.endsWith('_xy.svg'));
  expect(pictures.sort()).toEqual(
    [op === 'phasesOfMasks' ? 'image_xy.svg' : 'phases_xy.svg', 'particles_xy.svg'].sort(),
  );
});

test('a fraction without its interval is counted all the same', async () => {
  const scan = await place.tiff('scan.tif');
  const out = place.path('counted');
  const { code } = await measure([scan, '--out', out], ['fraction']);
  expect(code).toBe(2);
  const { missing, phase, phases } = resultIn(out);
  // All that rests on it is named, and the other phase is counted too.
  expect(missing.map(({ part }) => part)).toEqual([
    'phase.interval95',
    'thresholdShare',
    'phases.bright phase.profile',
    'phases.dark phase.profile',
    'phases.dark phase.interval95',
  ]);
  const [bright, dark] = phases as Readonly<Record<string, Record<string, unknown>>>[];
  expect(bright!['fraction']).toMatchObject({
    value: (phase as Record<string, unknown>)['fraction'],
  });
  expect(bright!['fraction']!['value'] as number).toBeCloseTo(
    1 - (dark!['fraction']!['value'] as number),
    12,
  );
  const { voxels, fraction, interval95, reason } = phase as Readonly<Record<string, unknown>>;
  expect(interval95).toBeNull();
  expect(reason).toMatch(/^no interval: fraction: /);
  expect(fraction).toBeGreaterThan(0);
  expect(Number.isInteger(voxels)).toBe(true);
});

test('where the phase itself cannot be told, nothing is written', async () => {
  const scan = await place.tiff('scan.tif');
  const { code, error } = await measure([scan, '--out', place.path('none')], ['count']);
  expect(code).toBe(2);
  expect(error).toMatch(/^voxmetry: count: /);
  expect(() => readdirSync(place.path('none'))).toThrow();
});

test('floats without noise are no failure: the share of the threshold is not there, and a note says why', async () => {
  const n = 24;
  // Blocks of 8³ voxels of two values.
  const values = Float32Array.from({ length: n ** 3 }, (_, i) => {
    const [x, y, z] = [i % n, Math.floor(i / n) % n, Math.floor(i / n / n)];
    return ((x >> 3) + (y >> 3) + (z >> 3)) % 2 === 0 ? 0.1 : 0.9;
  });
  const scan = place.path('blocks.raw');
  await writeFile(scan, values);
  const out = place.path('noiseless');
  const {
    code,
    error,
    out: said,
  } = await measure(
    [scan, '--size', '24,24,24', '--dtype', 'f32', '--phase', 'bright', '--out', out],
    [],
  );
  expect({ code, error }).toEqual({ code: 0, error: '' });
  const result = resultIn(out);
  expect(result.missing).toEqual([]);
  expect(result['thresholdShare']).toBeNull();
  expect((result['input'] as { warnings: string[] }).warnings.join()).toContain('no noise');
  expect(said).toMatch(/^note +the threshold adds no range .* no noise/m);
});
