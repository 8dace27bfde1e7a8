import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { GRID_ENDINGS } from '../../../src/cli/run/grid_files.js';
import { bundle } from '../../../src/index.js';
import type { NamedFile } from '../../../src/recipe/source.js';
import { boxes, FACTS, voxmetryRun, withLab, workplace } from './fixture.js';

const place = workplace();
let file = '';
let recipe = '';
let expected: { mask: readonly number[]; grey: readonly number[] };
beforeAll(async () => {
  file = await place.tiff('scan.tif');
  await withLab(async (lab) => {
    const scan = await lab.open({ data: boxes(), size: FACTS.size }, { ...FACTS, name: 'scan' });
    const queries = {
      mask: scan.otsu().read(),
      grey: scan.median({ size: 3 }).read({ region: { origin: [2, 0, 0], size: [20, 9, 8] } }),
      plane: scan.slice(),
    };
    recipe = await place.json('grids.json', bundle(queries));
    expected = { mask: [...(await queries.mask).data], grey: [...(await queries.grey).data] };
  });
});

/** A file, or all files of a folder. */
function inputOf(path: string, name: string, isStore: boolean): NamedFile[] | File {
  if (!isStore) return new File([readFileSync(path)], name);
  return readdirSync(path, { withFileTypes: true, recursive: true }).flatMap((entry) => {
    if (entry.isDirectory()) return [];
    const at = join(entry.parentPath, entry.name);
    return [{ path: name + at.slice(path.length), file: new Blob([readFileSync(at)]) }];
  });
}

describe('voxmetry run --format', () => {
  it.each(GRID_ENDINGS)('%s', async (ending) => {
    const out = place.path('out');
    // Twice: the second run takes the place of the first, and of what other formats left.
    for (let i = 0; i < 2; i++) {
      const { code, error } = await voxmetryRun(recipe, file, '--out', out, '--format', ending);
      expect({ code, error }).toEqual({ code: 0, error: '' });
    }
    const { files } = await place.results('out');
    expect(files).toEqual([`mask.${ending}`, `grey.${ending}`, 'plane.tif']);
    expect(readdirSync(out).sort()).toEqual(['results.json', ...files].sort());
    await withLab(async (lab) => {
      for (const name of ['mask', 'grey'] as const) {
        const path = join(out, `${name}.${ending}`);
        const input = inputOf(path, `${name}.${ending}`, ending === 'ome.zarr');
        const grid = await lab.open(input, ending === 'vti' ? { unit: FACTS.unit } : {});
        expect([...(await grid.read()).data]).toEqual(expected[name]);
        if (ending !== 'npy') {
          expect(grid.spacing).toEqual(FACTS.spacing);
          expect(grid.unit).toBe(FACTS.unit);
        }
      }
    });
  });

  it('takes .zarr and refuses what it does not write', async () => {
    const out = place.path('short');
    expect((await voxmetryRun(recipe, file, '--out', out, '--format', '.zarr')).code).toBe(0);
    expect(readdirSync(join(out, 'mask.ome.zarr'))).toContain('zarr.json');
    const { code, error } = await voxmetryRun(recipe, file, '--format', 'png');
    expect({ code, error }).toEqual({
      code: 2,
      error: expect.stringMatching(/--format is 'png'; allowed: tif, ome\.tif, nrrd/) as string,
    });
  });

  it('never removes a folder that is no store of its own', async () => {
    const out = place.path('mine');
    await mkdir(join(out, 'mask.ome.zarr'), { recursive: true });
    await writeFile(join(out, 'mask.ome.zarr', 'letter.txt'), 'mine');
    const before = JSON.stringify({ files: ['mask.ome.zarr', '../mine'] });
    await writeFile(join(out, 'results.json'), before);
    const { code, error } = await voxmetryRun(recipe, file, '--out', out, '--format', 'zarr');
    expect(code).toBe(2);
    expect(error).toMatch(/cannot write to the folder/);
    expect(readFileSync(join(out, 'mask.ome.zarr', 'letter.txt'), 'utf8')).toBe('mine');
  });
});
