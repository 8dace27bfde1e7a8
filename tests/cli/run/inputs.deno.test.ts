import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../../../src/index.js';
import { assignFiles } from '../../../src/cli/run/assign_files.js';
import { boxes, FACTS, voxmetryRun, withLab, workplace } from './fixture.js';

const place = workplace();

describe('assignFiles', () => {
  const none = (): boolean => false;
  const assign = (inputs: string[], ...files: string[]): unknown =>
    assignFiles(inputs, files, none).map((item) => Object.fromEntries(item));

  it('gives files in the order of the inputs, or by name', () => {
    expect(assign(['a', 'b'], 'x.tif', 'y.tif')).toEqual([{ a: 'x.tif', b: 'y.tif' }]);
    expect(assign(['a', 'b'], 'b=x.tif', 'a=y.tif')).toEqual([{ a: 'y.tif', b: 'x.tif' }]);
    expect(assign(['a', 'b', 'c'], 'x', 'b=y', 'z')).toEqual([{ a: 'x', b: 'y', c: 'z' }]);
  });

  it('gives each of several files to a run of its own where there is one input', () => {
    expect(assign(['a'], 'x.tif', 'a=y.tif')).toEqual([{ a: 'x.tif' }, { a: 'y.tif' }]);
  });

  it('takes names with an = in them, and paths with one that are there', () => {
    expect(assign(['a', 'a=b'], 'a=b=x.tif', 'a=y.tif')).toEqual([{ a: 'y.tif', 'a=b': 'x.tif' }]);
    const files = assignFiles(['a'], ['run=3.tif'], () => true);
    expect([...files[0]!]).toEqual([['a', 'run=3.tif']]);
  });

  it.each([
    [['a', 'b'], ['x.tif'], /reads 2 volumes: a, b, and no file is given for b/],
    [['a', 'b'], ['b=x.tif'], /no file is given for a$/],
    [['a', 'b'], ['x', 'y', 'z'], /reads 2 volumes: a, b, and 3 files are given/],
    [['a', 'b'], ['a=x', 'a=y'], /two files are given for a/],
    [['a', 'b'], ['c=x', 'y'], /reads 2 volumes: a, b, and none is named c, as in c=x/],
    [['a'], [], /reads one volume: a, and no file is given/],
    [[], ['x'], /reads no volume, and a file is given/],
  ])('refuses %j with %j, naming the inputs', (inputs, files, message) => {
    expect(() => assignFiles(inputs, files, none)).toThrow(message);
  });
});

describe('voxmetry run', () => {
  beforeAll(async () => {
    await place.tiff('a.tif');
    await place.tiff('b.tif', boxes(2));
    await withLab(async (lab) => {
      const open = (name: string) =>
        lab.open({ data: boxes(), size: FACTS.size }, { ...FACTS, name });
      const [before, after] = [await open('before'), await open('after')];
      await place.json(
        'two.json',
        bundle({ less: before.subtract(after, { result: 'f32' }).moments() }),
      );
      await place.json('one.json', before.otsu().components().count().recipe);
      await place.json('mean.json', before.moments().recipe);
    });
  });

  const least = async (folder: string): Promise<number> =>
    ((await place.results(folder)).results['less'] as { min: number }).min;

  it('gives files to inputs by name', async () => {
    const [a, b] = [place.path('a.tif'), place.path('b.tif')];
    const recipe = place.path('two.json');
    const outs = [place.path('ordered'), place.path('named')] as const;
    expect(await voxmetryRun(recipe, a, b, '--out', outs[0])).toMatchObject({ code: 0 });
    expect(await voxmetryRun(recipe, `after=${b}`, a, '--out', outs[1])).toMatchObject({
      code: 0,
    });
    expect((await place.results('named')).inputs).toMatchObject({
      before: { file: 'a.tif' },
      after: { file: 'b.tif' },
    });
    expect(await least('named')).toBe(await least('ordered'));
    expect(await least('named')).toBeLessThan(0);
  });

  it('ends with 2 and names the inputs where files are too few', async () => {
    const { code, error } = await voxmetryRun(place.path('two.json'), place.path('a.tif'));
    expect(code).toBe(2);
    expect(error).toBe(
      'voxmetry: the recipe reads 2 volumes: before, after, and no file is given for after\n',
    );
  });

  it('runs over several files, goes on after one that fails, and sums up', async () => {
    const [a, b] = [place.path('a.tif'), place.path('b.tif')];
    const [bad, none] = [await place.write('bad.tif', 'II*'), place.path('none.tif')];
    const out = place.path('batch');
    const run = await voxmetryRun(place.path('one.json'), a, bad, none, b, a, '--out', out);
    expect(run.code).toBe(2);
    expect(run.error.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^voxmetry: .*bad\.tif/),
      `voxmetry: cannot read ${none}: no such file`,
    ]);
    expect(run.out).toMatch(/^5 files, 3 done, 2 failed$/m);
    expect(run.out).toMatch(/none\.tif +failed$/m);
    expect((await readdir(out)).sort()).toEqual(['a', 'a-2', 'b']);
    const counts = ['a', 'b', 'a-2'].map(
      async (name) => (await place.results(`batch/${name}`)).results,
    );
    expect(await Promise.all(counts)).toEqual([{ result: 2 }, { result: 2 }, { result: 2 }]);
    expect((await place.results('batch/b')).inputs).toMatchObject({ before: { file: 'b.tif' } });
  });

  it('does not start a batch of a recipe that cannot be read', async () => {
    const [a, b] = [place.path('a.tif'), place.path('b.tif')];
    const recipe = await place.json('unknown.json', {
      voxmetryRecipe: 1,
      steps: [
        { op: 'source', version: 1, params: { id: 's', name: 'scan' }, inputs: {} },
        { op: 'transmute', version: 1, params: {}, inputs: { volume: 0 } },
      ],
      outputs: { gold: 1 },
    });
    const out = place.path('nothing');
    expect(await voxmetryRun(recipe, a, b, '--out', out)).toEqual({
      code: 2,
      out: '',
      error: "voxmetry: The recipe cannot be read: step 1: op 'transmute' is unknown here.\n",
    });
    expect(existsSync(out)).toBe(false);
  });
});
