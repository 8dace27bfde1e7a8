import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { bundle } from '../../../src/index.js';
import { boxes, FACTS, voxmetryRun, withLab, workplace } from './fixture.js';

const place = workplace();

/** What JSON makes of a value: typed arrays are lists there, and NaN is null. */
function asJson(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, inner: unknown) =>
      ArrayBuffer.isView(inner) ? Array.from(inner as Float64Array) : inner,
    ),
  );
}

function withoutProvenance({ provenance, ...rest }: Readonly<Record<string, unknown>>): unknown {
  expect(provenance).toBeDefined();
  return asJson(rest);
}

/** Voxels of a TIFF, as the library reads them. */
async function voxelsOf(file: string): Promise<{ facts: unknown; data: readonly number[] }> {
  const blob = new Blob([new Uint8Array(await readFile(file))]);
  return withLab(async (lab) => {
    const scan = await lab.open(blob, { name: 'scan.tif' });
    const { size, spacing, unit, dtype } = scan;
    return { facts: { size, spacing, unit, dtype }, data: [...(await scan.read()).data] };
  });
}

describe('voxmetry run', () => {
  it('stores every kind of result, as the library gives it', async () => {
    const file = await place.tiff('kinds.tif');
    const out = place.path('kinds');
    const expected = await withLab(async (lab) => {
      const scan = await lab.open({ data: boxes(), size: FACTS.size }, { ...FACTS, name: 'scan' });
      const solid = scan.otsu();
      const labels = solid.separate();
      const queries = {
        count: solid.count(),
        list: solid.thresholds(),
        porosity: solid.invert().fraction(),
        histogram: scan.histogram(),
        empty: scan.threshold({ lo: 65000 }).thickness(),
        table: labels.measure({ intensity: scan }),
        contacts: labels.contacts(),
        network: labels.network({ estimator: 'faces' }),
        labels: labels.read(),
        mask: solid.read({ region: { origin: [1, 2, 3], size: [9, 8, 7] } }),
        smooth: scan.gaussian({ sigma: 0.5 }).read(),
        plane: scan.slice({ axis: 'y', index: 5 }),
      };
      await place.json('kinds.json', bundle(queries));
      return {
        count: await queries.count,
        list: await queries.list,
        porosity: await queries.porosity,
        histogram: await queries.histogram,
        empty: await queries.empty,
        table: await queries.table,
        contacts: await queries.contacts,
        network: await queries.network,
        labels: await queries.labels,
        mask: await queries.mask,
        smooth: await queries.smooth,
        plane: await queries.plane,
      };
    });

    const {
      code,
      out: text,
      error,
    } = await voxmetryRun(place.path('kinds.json'), file, '--out', out);
    expect({ code, error }).toEqual({ code: 0, error: '' });
    const { results, inputs, provenance, files } = await place.results('kinds');
    expect((await readdir(out)).sort()).toEqual(['results.json', ...files].sort());

    expect(results['count']).toBe(expected.count);
    expect(results['list']).toEqual(expected.list);
    expect(results['porosity']).toEqual(withoutProvenance({ ...expected.porosity }));
    expect(results['histogram']).toEqual(withoutProvenance({ ...expected.histogram }));
    expect(results['empty']).toEqual(withoutProvenance({ ...expected.empty }));

    const read = (name: string): Promise<string> => readFile(join(out, name), 'utf8');
    expect(results['table']).toMatchObject({ kind: 'table', rows: 3, files: ['table.csv'] });
    expect(await read('table.csv')).toBe(expected.table.toCSV());
    expect(results['contacts']).toMatchObject({ kind: 'contacts', rows: 1 });
    expect(await read('contacts.csv')).toBe(expected.contacts.toCSV());
    expect(results['network']).toMatchObject({ pores: { rows: 3 }, throats: { rows: 1 } });
    expect(await read('network.graphml')).toBe(expected.network.toGraphML());
    expect(await read('network.csv')).toBe(expected.network.toCSV());

    const { spacing, unit } = FACTS;
    expect(await voxelsOf(join(out, 'labels.tif'))).toEqual({
      facts: { size: FACTS.size, spacing, unit, dtype: 'u32' },
      data: [...expected.labels.data],
    });
    expect(await voxelsOf(join(out, 'mask.tif'))).toEqual({
      facts: { size: [9, 8, 7], spacing, unit, dtype: 'u8' },
      data: [...expected.mask.data],
    });
    expect(results['mask']).toMatchObject({ start: [1, 2, 3], origin: [0.5, 1, 3] });
    expect((await voxelsOf(join(out, 'smooth.tif'))).data).toEqual([...expected.smooth.data]);
    expect(await voxelsOf(join(out, 'plane.tif'))).toEqual({
      facts: { size: [24, 16, 1], spacing: [0.5, 1, 1], unit, dtype: 'u16' },
      data: [...expected.plane.data],
    });
    expect(results['plane']).toMatchObject({ axes: ['x', 'z'], spacing: [0.5, 1] });

    expect(inputs).toEqual({
      scan: {
        file: 'kinds.tif',
        format: 'tiff',
        dtype: 'u16',
        size: FACTS.size,
        spacing,
        unit,
        warnings: [],
      },
    });
    expect(provenance).toMatchObject({ adapter: expected.porosity.provenance.adapter });
    expect(provenance).not.toHaveProperty('recipe');

    expect(text).toMatch(/^scan = kinds\.tif: 24 × 20 × 16 u16, spacing 0\.5 × 0\.5 × 1 µm$/m);
    expect(text).toMatch(new RegExp(`^count: ${String(expected.count)}$`, 'm'));
    expect(text).toMatch(/^porosity: 0\.\d+( \(95 %: .* such intervals held in .* %\))?$/m);
    expect(text).toMatch(/^empty \(lengths in µm\):\n {2}voxels +0$/m);
    expect(text).toMatch(/^table: 3 rows → table\.csv$/m);
    expect(text).toMatch(/^plane: xz plane, 24 × 16 pixels of 0\.5 × 1 µm → plane\.tif$/m);
  });

  it('stores tables, networks and meshes in the format that their names end with', async () => {
    const file = await place.tiff('endings.tif');
    const out = place.path('endings');
    const expected = await withLab(async (lab) => {
      const scan = await lab.open({ data: boxes(), size: FACTS.size }, { ...FACTS, name: 'scan' });
      const labels = scan.otsu().separate();
      const [table, contacts] = [labels.measure(), labels.contacts()];
      const [network, mesh] = [labels.network({ estimator: 'faces' }), labels.mesh()];
      const recipe = bundle({
        'a.parquet': table,
        'a.arrow': table,
        'Results.JSON': table,
        'pairs.graphml': contacts,
        'pores.json': network,
        surface: mesh,
        'surface.stl': scan.otsu().mesh({ border: 'open', keep: 0.5 }),
        'surface.glb': mesh,
        'surface.vtp': mesh,
        'other.xyz': scan.mesh({ at: 5000, smooth: 2 }),
      });
      await place.json('endings.json', recipe);
      return {
        table: await table,
        contacts: await contacts,
        network: await network,
        mesh: await mesh,
      };
    });
    const run = await voxmetryRun(place.path('endings.json'), file, '--out', out);
    expect({ code: run.code, error: run.error }).toEqual({ code: 0, error: '' });
    const { results, files } = await place.results('endings');
    expect([...files].sort()).toEqual(
      [
        ...['a.parquet', 'a-2.arrow', 'Results-2.json', 'pairs.graphml', 'pores.json'],
        ...['surface.ply', 'surface-2.stl', 'surface-3.glb', 'surface-4.vtp', 'other.xyz.ply'],
      ].sort(),
    );
    const bytes = async (name: string): Promise<Uint8Array> =>
      new Uint8Array(await readFile(join(out, name)));
    const json = async (name: string): Promise<unknown> =>
      JSON.parse(new TextDecoder().decode(await bytes(name)));
    const rows = await parquetReadObjects({ file: (await bytes('a.parquet')).slice().buffer });
    expect(rows.map((row): unknown => row['volume'])).toEqual([...expected.table.column('volume')]);
    const arrow = tableFromIPC(await bytes('a-2.arrow'));
    expect(Array.from(arrow.getChild('label') as Iterable<number>)).toEqual([
      ...expected.table.column('label'),
    ]);
    expect(await json('Results-2.json')).toEqual(asJson(expected.table.toJSON()));
    expect(await json('pores.json')).toEqual(asJson(expected.network.toOpenPNM()));
    expect(new TextDecoder().decode(await bytes('pairs.graphml'))).toBe(
      expected.contacts.toGraphML(),
    );
    for (const [name, format] of [
      ['surface.ply', 'ply'],
      ['surface-3.glb', 'glb'],
      ['surface-4.vtp', 'vtp'],
    ] as const)
      expect(await bytes(name)).toEqual(await expected.mesh.toBytes(format));
    const { vertexCount, triangleCount, area, volume, unit } = expected.mesh;
    const counted = { vertices: vertexCount, triangles: triangleCount, area, volume, unit };
    expect(results['surface']).toMatchObject({ kind: 'mesh', ...counted, objects: 3 });
    expect(results['surface.stl']).toMatchObject({ border: 'open', volume: null });
    expect(run.out).toMatch(
      /^surface: .* vertices, .* triangles, .* µm², .* µm³ inside → surface\.ply$/m,
    );
    expect(run.out).toMatch(/^surface\.stl: .* µm² → surface-2\.stl$/m);
  });

  it('prints an interval with the coverage that is stated of it', async () => {
    const size = [48, 48, 48] as const;
    const data = Uint8Array.from(
      { length: 48 ** 3 },
      (_, i) => ((i * 2654435761) % 2 ** 32) >>> 31,
    );
    await withLab(async (lab) => {
      const scan = await lab.open({ data, size }, { name: 'noise' });
      await place.json('noise.json', scan.threshold({ lo: 1 }).fraction().recipe);
    });
    const file = await place.write('noise.raw', data);
    const flags = ['--size', '48,48,48', '--dtype', 'u8', '--spacing', '2,2,2', '--unit', 'nm'];
    const { code, out } = await voxmetryRun(
      place.path('noise.json'),
      file,
      ...flags,
      '--out',
      place.path('noise'),
    );
    expect(code).toBe(0);
    const { results, inputs } = await place.results('noise');
    expect(inputs['noise']).toMatchObject({ format: 'raw', spacing: [2, 2, 2], unit: 'nm' });
    const { coverage } = results['result'] as { coverage: readonly [number, number] };
    const [least, most] = coverage.map((part) => String(Math.round(1000 * part) / 10));
    expect(out).toMatch(
      new RegExp(
        `^result: 0\\.\\d+ \\(95 %: .*; such intervals held in ${least!} to ${most!} %\\)$`,
        'm',
      ),
    );
  });

  it('takes the recipe that it stored, and gives the same results', async () => {
    const file = await place.tiff('again.tif');
    await withLab(async (lab) => {
      const scan = await lab.open({ data: boxes(), size: FACTS.size }, { ...FACTS, name: 'scan' });
      await place.json('grid.json', scan.median().otsu().recipe);
    });
    const [first, second] = [place.path('first'), place.path('second')];
    expect((await voxmetryRun(place.path('grid.json'), file, '--out', first)).code).toBe(0);
    // `results.json` holds the recipe under the name that a bundle does.
    const again = await voxmetryRun(join(first, 'results.json'), file, '--out', second);
    expect(again).toMatchObject({ code: 0, error: '' });
    const [a, b] = [await place.results('first'), await place.results('second')];
    expect(b.recipe).toEqual(a.recipe);
    expect(await readFile(join(second, 'result.tif'))).toEqual(
      await readFile(join(first, 'result.tif')),
    );
  });

  it('puts all results in the place of those before, and leaves other files alone', async () => {
    const file = await place.tiff('replaced.tif');
    await withLab(async (lab) => {
      const scan = await lab.open({ data: boxes(), size: FACTS.size }, { ...FACTS, name: 'scan' });
      const labels = scan.otsu().separate();
      await place.json('both.json', bundle({ table: labels.measure(), plane: scan.slice() }));
      await place.json('one.json', bundle({ table: labels.measure({ columns: ['label'] }) }));
    });
    const out = place.path('replaced');
    await voxmetryRun(place.path('both.json'), file, '--out', out);
    await place.write('replaced/notes.csv', 'of the user');
    expect((await readdir(out)).sort()).toEqual([
      'notes.csv',
      'plane.tif',
      'results.json',
      'table.csv',
    ]);
    await voxmetryRun(place.path('one.json'), file, '--out', out);
    expect((await readdir(out)).sort()).toEqual(['notes.csv', 'results.json', 'table.csv']);
    expect(await readFile(join(out, 'table.csv'), 'utf8')).toMatch(/^label\n/);
  });
});
