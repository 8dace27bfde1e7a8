import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, truncate } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { LIBRARY } from '../../../src/version.js';
import { boxes, FACTS, voxmetryRun, withLab, workplace } from './fixture.js';

const place = workplace();
const source = { op: 'source', version: 1, params: { id: 's', name: 'scan' }, inputs: {} };
const count = { op: 'count', version: 1, params: {}, inputs: { mask: 0 } };

function recipe(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { voxmetryRecipe: 1, library: LIBRARY, steps: [source], outputs: { a: 0 }, ...changes };
}

let scan = '';
beforeAll(async () => {
  scan = await place.tiff('scan.tif');
  await withLab(async (lab) => {
    const volume = await lab.open({ data: boxes(), size: FACTS.size }, { ...FACTS, name: 'scan' });
    await place.json('good.json', volume.moments().recipe);
    await place.json(
      'corner.json',
      volume.read({ region: { origin: [20, 0, 0], size: [4, 4, 4] } }).recipe,
    );
  });
});

/** Runs a recipe of this text or JSON; nothing may be written. */
async function refusal(content: unknown): Promise<{ code: number; error: string }> {
  const file = place.path('refused.json');
  if (typeof content === 'string' || content instanceof Uint8Array)
    await place.write('refused.json', content);
  else await place.json('refused.json', content);
  const out = place.path('refused');
  const { code, out: text, error } = await voxmetryRun(file, scan, '--out', out);
  expect(text).toBe('');
  expect(existsSync(out)).toBe(false);
  expect(error.endsWith('\n')).toBe(true);
  expect(error.trimEnd()).not.toContain('\n');
  return { code, error };
}

describe('voxmetry run', () => {
  it.each([
    ['no JSON', '{"voxmetryRecipe": 1,', /refused\.json is not JSON/],
    ['no text', Uint8Array.of(0x49, 0x49, 0xff, 0xfe), /refused\.json is not JSON: it is no text/],
    ['something else', { a: 1 }, /refused\.json is no recipe: it states no 'voxmetryRecipe'/],
    ['a list', [], /refused\.json is no recipe/],
    ['null', 'null', /refused\.json is no recipe/],
    ['a bundle without one', { recipe: 3 }, /refused\.json is no recipe/],
    [
      'another format',
      recipe({ voxmetryRecipe: 2 }),
      /its format is version 2, and this library reads 1/,
    ],
    ['no steps', recipe({ steps: {} }), /it has no list of steps/],
    ['no outputs', recipe({ outputs: {} }), /asks for nothing/],
    ['an output that is not there', recipe({ outputs: { a: 9 } }), /output 'a' is step 9/],
    [
      'an unknown op',
      recipe({ steps: [source, { ...count, op: 'x' }], outputs: { a: 1 } }),
      /step 1: op 'x' is unknown here/,
    ],
    [
      'a later version of an op',
      recipe({ steps: [source, { ...count, version: 99 }], outputs: { a: 1 } }),
      /step 1: op 'count' has version 99/,
    ],
    [
      'a wrong kind of input',
      recipe({ steps: [source, count], outputs: { a: 1 } }),
      /mask is .*a volume.*allowed: a mask/,
    ],
    [
      'a step that takes itself',
      recipe({ steps: [source, { ...count, inputs: { mask: 1 } }] }),
      /does not come before it/,
    ],
    ['two volumes of one name', recipe({ steps: [source, source] }), /several volumes of one name/],
    [
      'a key of prototypes',
      JSON.stringify(recipe()).replace('"a":', '"__proto__":'),
      /it has no outputs/,
    ],
    ['deep nesting', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, /refused\.json is no/],
    [
      'codes of a terminal',
      recipe({ outputs: { '\u001b[2J\nx': 9 } }),
      /output '.\[2J x' is step 9/,
    ],
    ['an endless name', recipe({ outputs: { ['x'.repeat(100_000)]: 9 } }), /^.{1900,2100}…\n$/],
  ])('ends with 2 and one line for a recipe of %s', async (_, content, message) => {
    const { code, error } = await refusal(content);
    expect(code).toBe(2);
    expect(error).toMatch(message);
    // eslint-disable-next-line no-control-regex -- they are what must not come through
    expect(error).not.toMatch(/\u001b/);
  });

  it('ends with 2 for a file that is too large for a recipe, before it is read', async () => {
    const file = await place.write('large.json', '{');
    await truncate(file, 64 * 2 ** 20 + 1);
    const { code, error } = await voxmetryRun(file, scan);
    expect(code).toBe(2);
    expect(error).toMatch(/large\.json is too large for a recipe: 64 MiB, .* at most 64 MiB/);
  });

  it.each([
    [[], /run needs a RECIPE\.json/],
    [['nowhere.json', 'a.tif'], /cannot read nowhere\.json: no such file/],
    [['.', 'a.tif'], /\. is not a file/],
    [['--colour'], /unknown flag --colour/],
    [['r.json', 'a.tif', '--spacing', '1,2'], /--spacing is '1,2'/],
    [['r.json', 'a.tif', '--out', ''], /--out is ''/],
  ])('ends with 2 and one line for %j', async (args, message) => {
    const { code, out, error } = await voxmetryRun(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toMatch(message);
    expect(error.trimEnd()).not.toContain('\n');
  });

  it.each(['/etc/hostname', 'file:///etc/hostname', 'https://example.org/scan.tif'])(
    'takes %s for the name of an input, and reads the file of the command line',
    async (name) => {
      const steps = [{ ...source, params: { id: name, name } }];
      const file = await place.json('named.json', recipe({ steps }));
      const { code } = await voxmetryRun(file, scan, '--out', place.path('named'));
      expect(code).toBe(0);
      const { inputs } = await place.results('named');
      expect(inputs).toMatchObject({ [name]: { file: 'scan.tif', size: FACTS.size } });
    },
  );

  it('writes nothing outside of its folder, whatever the results are called', async () => {
    const names = ['../out', '/tmp/x', 'a/b', 'A_b', '.hidden', 'results', 'con', ''];
    const file = await place.json(
      'names.json',
      recipe({ outputs: Object.fromEntries(names.map((name) => [name, 0])) }),
    );
    const out = place.path('names/deep');
    const { code } = await voxmetryRun(file, scan, '--out', out);
    expect(code).toBe(0);
    expect(await readdir(place.path('names'))).toEqual(['deep']);
    const { files, results } = await place.results('names/deep');
    expect(Object.keys(results).sort()).toEqual([...names].sort());
    expect([...files].sort()).toEqual(
      ['out', 'tmp_x', 'a_b', 'A_b-2', 'hidden', 'results', '_con', 'result']
        .map((n) => `${n}.tif`)
        .sort(),
    );
    expect((await readdir(out)).sort()).toEqual([...files, 'results.json'].sort());
  });

  it('ends with 2 before any work where it cannot write', async () => {
    const taken = await place.write('taken', '');
    const { code, error } = await voxmetryRun(place.path('good.json'), scan, '--out', taken);
    expect(code).toBe(2);
    expect(error).toMatch(/cannot write to the folder .*taken .*choose another with --out/);
    if (process.getuid?.() === 0) return;
    await mkdir(place.path('locked'));
    await chmod(place.path('locked'), 0o500);
    const locked = await voxmetryRun(place.path('good.json'), scan, '--out', place.path('locked'));
    expect(locked.code).toBe(2);
    expect(locked.error).toMatch(/permission denied/);
  });

  it('keeps the results before where the run fails', async () => {
    const out = place.path('kept');
    expect(await voxmetryRun(place.path('good.json'), scan, '--out', out)).toMatchObject({
      code: 0,
    });
    const before = await place.results('kept');
    const small = await place.write('small_8x8x8_uint8.raw', new Uint8Array(512));
    const failed = await voxmetryRun(place.path('corner.json'), small, '--out', out);
    expect(failed.code).toBe(2);
    expect(failed.error).toMatch(
      /a region up to 24, 4, 4; allowed: one inside 8×8×8|a region up to 24, 4, 4/,
    );
    expect(await place.results('kept')).toEqual(before);
    expect(await readdir(out)).toEqual(['results.json']);
  });
});
