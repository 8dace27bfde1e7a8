import { readdirSync, readFileSync } from 'node:fs';
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

/** A lab in which every run that needs one of some ops fails. */
async function labWithout(ops: readonly string[], code: ErrorCode): Promise<Lab> {
  const engine = await Engine.open();
  const run = engine.run.bind(engine);
  engine.run = (request, options) => {
    const failing = request.recipe.steps.find(({ op }) => ops.includes(op));
    return failing === undefined
      ? run(request, options)
      : Promise.reject(new VoxmetryError(code, `${failing.op}: <b>too large</b>\u001B[31m.`));
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
  return { code: await runCommandLine(args, streams, () => labWithout(ops, code)), out, error };
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
  expect(readdirSync(out).sort()).toEqual(['report.html', 'result.json']);
  const result = resultIn(out);
  expect(result.missing).toMatchObject([{ part: 'particles', code: 'limit' }]);
  expect(result['particles']).toBeNull();
  for (const part of ['phase', 'porosity', 'threshold', 'components', 'distance'])
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
  ['moments', 'distance', 'out-of-memory', 2],
  ['sizeDistribution', 'particles', 'limit', 2],
  ['separate', 'particles', 'worker-failed', 1],
] as const)('%s may fail alone: %s, %s', async (op, part, failure, exit) => {
  const scan = await place.tiff('scan.tif');
  const out = place.path(`without-${op}`);
  const { code, error } = await measure([scan, '--out', out], [op], failure);
  expect({ code, error }).toEqual({
    code: exit,
    error: expect.stringContaining(`missing: ${part} (`) as string,
  });
  const { missing, phase, ...rest } = resultIn(out);
  expect(missing).toMatchObject([{ part, code: failure }]);
  expect(rest[part]).toBeNull();
  expect(phase).toMatchObject({ voxels: expect.any(Number) as number });
});

test('a fraction without its interval is counted all the same', async () => {
  const scan = await place.tiff('scan.tif');
  const out = place.path('counted');
  const { code } = await measure([scan, '--out', out], ['fraction']);
  expect(code).toBe(2);
  const { missing, phase } = resultIn(out);
  expect(missing).toMatchObject([{ part: 'phase.interval95' }]);
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
