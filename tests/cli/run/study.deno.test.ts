import { describe, expect, it } from 'vitest';
import * as operations from '../../../src/operations/index.js';
import {
  addSource,
  addStep,
  Catalogue,
  emptyStudy,
  Session,
  type StudyOpening,
} from '../../../ui/session/index.js';
import { boxes, FACTS, voxmetryRun, withLab, workplace } from './fixture.js';

const place = workplace();
const catalogue = new Catalogue(operations);

/** Stores the study of a session as a file; resolves to its path and to what the session found. */
async function storeStudy(
  name: string,
  bytes: number,
  options: StudyOpening,
): Promise<{ readonly file: string; readonly found: ReadonlyMap<string, unknown> }> {
  return withLab(async (lab) => {
    const session = new Session(catalogue);
    const raw = await lab.open({ data: boxes(), size: FACTS.size }, { ...FACTS, name: 'scan' });
    let on = '';
    session.edit('open', (study) => {
      const [added, id] = addSource(study, { name: 'scan', bytes, hash: '', options, facts: null });
      on = id;
      return added;
    });
    session.attach(on, raw);
    for (const operation of ['otsu', 'separate', 'count'])
      session.edit(operation, (study) => {
        const [added, id] = addStep(study, catalogue, { operation, on });
        on = operation === 'count' ? on : id;
        return added;
      });
    session.edit('measure', (study) => addStep(study, catalogue, { operation: 'measure', on })[0]);
    await session.results.run();
    const file = await place.json(name, session.export());
    const { steps } = session.study.value;
    const values = session.results.byStep.value;
    return {
      file,
      found: new Map(steps.map(({ id, operation }) => [operation, values.get(id)?.value])),
    };
  });
}

describe('voxmetry run of a study', () => {
  it('gives the integers of the session', async () => {
    const { file, found } = await storeStudy('study.json', 0, {});
    const scan = await place.tiff('scan.tif');
    const out = place.path('study');
    expect(await voxmetryRun(file, scan, '--out', out)).toMatchObject({ code: 0, error: '' });
    const { results, files } = await place.results('study');
    expect(results['count']).toBe(found.get('count'));
    expect(found.get('count')).toBe(3);
    expect(files.some((name) => name.startsWith('measure'))).toBe(true);
  });

  it('opens the file as the session did', async () => {
    const { size, spacing, unit } = FACTS;
    const data = boxes();
    const bytes = data.byteLength;
    const { file } = await storeStudy('raw.json', bytes, { size, dtype: 'u16', spacing, unit });
    const raw = await place.write('scan.raw', new Uint8Array(data.buffer));
    const same = await voxmetryRun(file, raw, '--out', place.path('raw'));
    expect(same).toMatchObject({ code: 0, error: '' });
    expect(same.out).toContain('24 × 20 × 16 u16, spacing 0.5 × 0.5 × 1 µm');
    // The voxel size of the study is not that of another file, which states its own.
    const tiff = await place.tiff('own.tif');
    const { file: other } = await storeStudy('other.json', 1, { spacing: [7, 7, 7], unit: 'nm' });
    const own = await voxmetryRun(other, tiff, '--out', place.path('own'));
    expect(own.out).toContain('spacing 0.5 × 0.5 × 1 µm');
    // The command line has the last word.
    const said = await voxmetryRun(file, raw, '--spacing', '2,2,2', '--out', place.path('said'));
    expect(said.out).toContain('spacing 2 × 2 × 2 µm');
  });

  it('refuses a study without measures, and one of another version', async () => {
    const empty = await place.json('empty.json', emptyStudy());
    expect((await voxmetryRun(empty, 'a.tif')).error).toContain('a study without measures');
    const later = await place.json('later.json', { ...emptyStudy(), format: 'voxmetry-study/9' });
    expect((await voxmetryRun(later, 'a.tif')).error).toContain('voxmetry-study/9');
  });
});
