import { describe, expect, test } from 'vitest';
import {
  crateFiles,
  crateZip,
  exportRecords,
  importRecords,
  openRecords,
  type Records,
} from '../../ui/records/index.js';
import { readCsv } from '../../ui/records/csv.js';
import { madeSample, madeValue } from './made_records.js';

/** Records with all that is hard to write: quotes, line ends, formulas, NaN, infinities, gaps. */
async function hard(): Promise<Records> {
  const records = await openRecords();
  const columns = [
    { name: 'label', unit: '', description: 'id', data: Uint32Array.of(1, 2) },
    { name: 'd', unit: 'µm', description: 'size', data: Float64Array.of(0.1, NaN) },
  ];
  await records.setMetadataColumn({ name: 'soc', kind: 'number', unit: '%' });
  await records.add(
    madeSample(
      'a, "1"',
      [madeValue('porosity.total', 1 / 3), madeValue('x.y', NaN, { lo: NaN, hi: NaN, level: NaN })],
      {
        metadata: { batch: '=SUM(A1)', soc: 12.5 },
        objects: [{ measure: 'm', recipe: 'r1', columns }],
      },
    ),
  );
  await records.add(
    madeSample('b\n2', [madeValue('porosity.total', Infinity, { unit: '%', reason: "it's, so" })], {
      metadata: { batch: '-5' },
    }),
  );
  return records;
}

const plain = (records: Records): unknown => ({
  rows: records.rows(),
  samples: records.samples,
  columns: [...records.metadataColumns].sort((a, b) => (a.name < b.name ? -1 : 1)),
});

describe('files', () => {
  test.each(['csv', 'parquet', 'json'] as const)('%s is read back whole', async (format) => {
    const records = await hard();
    const bytes = await exportRecords(records, format);
    const again = await openRecords();
    expect(await importRecords(again, bytes, `records.${format}`)).toBe(3);
    expect(plain(again)).toEqual(plain(records));
  });

  test('CSV is as other programs read it', async () => {
    const text = new TextDecoder().decode(await exportRecords(await hard(), 'csv'));
    const [header, first] = text.split('\n');
    expect(header).toMatch(
      /^sample,metric,unit,.*,value,lo,hi,level,file,content,voxel,soc \[%\],batch$/,
    );
    expect(first).toMatch(/^"a, ""1""",porosity\.total,%,/);
    expect(first).toMatch(/,0\.3333333333333333,-0\.6.*,12\.5,'=SUM\(A1\)$/);
  });

  test('chosen records alone', async () => {
    const bytes = await exportRecords(await hard(), 'csv', { batch: '-5' });
    expect(readCsv(new TextDecoder().decode(bytes))[0]).toMatchObject({ texts: ['b\n2'] });
  });

  test('a table of another program needs four columns; the others are of its samples', async () => {
    const records = await openRecords();
    const csv =
      'sample,metric,value,unit,line,speed [m/min]\r\nA,p,1.5,%,east,3\r\nB,p,,%,west,4\r\n';
    await importRecords(records, new TextEncoder().encode(csv), 'table.csv');
    expect(records.rows().map(({ value }) => value)).toEqual([1.5, NaN]);
    expect(records.metadataColumns).toEqual([
      { name: 'line', kind: 'text', unit: '' },
      { name: 'speed', kind: 'number', unit: 'm/min' },
    ]);
    expect(records.samples[1]!.metadata).toEqual({ line: 'west', speed: 4 });
  });

  test.each([
    ['sample,value\nA,1\n', /no column 'metric'/],
    ['sample,metric,value,unit\nA,p,1\n', /line 2 .* 3 cells/],
    ['sample,metric,value,unit\n,p,1,%\n', /row 1 has no sample/],
    ['sample,metric,value,unit\nA,"p,1,%\n', /stray quote/],
    ['sample,metric,value,unit\nA,p,1;5,%\n', /'1;5' is no number/],
    ['{"a":1}', /no list 'records'/],
    ['PAR1 and nothing more', /Parquet/],
    ['PK\u0003\u0004 and nothing more', /zip/],
  ])('%j is refused, and adds nothing', async (text, message) => {
    const records = await openRecords();
    const bytes = new TextEncoder().encode(text);
    await expect(importRecords(records, bytes, 'file')).rejects.toThrow(message);
    expect(records.length + records.samples.length).toBe(0);
  });

  test('what does not fit is refused whole', async () => {
    const records = await openRecords();
    await records.add(madeSample('B', [madeValue('p', 1)]));
    const csv = 'sample,metric,value,unit,file,content\nA,p,1,%,a,x\nB,p,1,%,b,y\n';
    const bytes = new TextEncoder().encode(csv);
    await expect(importRecords(records, bytes, 'file')).rejects.toThrow(/'B' is of another file/);
    expect(records.samples.map(({ sample }) => sample)).toEqual(['B']);
  });
});

interface Entity {
  readonly '@id': string;
  readonly '@type'?: string;
  readonly [key: string]: unknown;
}

describe('RO-Crate', () => {
  const about = { name: 'Two', description: 'Two samples.', date: '2026-01-02' };

  test('its graph is flat, and names every file and metric', async () => {
    const files = await crateFiles(await hard(), { ...about, author: 'A. Author', study: '{}' });
    expect([...files.keys()]).toEqual([
      'ro-crate-metadata.json',
      'records.csv',
      'records.parquet',
      'samples.csv',
      'study.json',
      'objects/0001.parquet',
    ]);
    const crate = JSON.parse(new TextDecoder().decode(files.get('ro-crate-metadata.json'))) as {
      readonly '@context': string;
      readonly '@graph': readonly Entity[];
    };
    expect(crate['@context']).toBe('https://w3id.org/ro/crate/1.1/context');
    const graph = new Map(crate['@graph'].map((entity) => [entity['@id'], entity]));
    expect(graph.size).toBe(crate['@graph'].length);
    expect(graph.get('ro-crate-metadata.json')).toEqual({
      '@id': 'ro-crate-metadata.json',
      '@type': 'CreativeWork',
      conformsTo: { '@id': 'https://w3id.org/ro/crate/1.1' },
      about: { '@id': './' },
    });
    const root = graph.get('./')!;
    expect(root['@type']).toBe('Dataset');
    expect(root['datePublished']).toBe('2026-01-02');
    const parts = root['hasPart'] as readonly Entity[];
    expect(parts.map((part) => part['@id'])).toEqual([...files.keys()].slice(1));
    // Whatever is named is there, and nothing is nested.
    const named = (value: unknown): readonly string[] => {
      if (Array.isArray(value)) return value.flatMap(named);
      if (typeof value !== 'object' || value === null) return [];
      expect(Object.keys(value)).toEqual(['@id']);
      return [(value as Entity)['@id']];
    };
    for (const entity of crate['@graph'])
      for (const id of Object.values(entity).flatMap(named))
        if (!id.startsWith('https:')) expect(graph.has(id), id).toBe(true);
    const porosity = crate['@graph'].find(({ name }) => name === 'porosity.total')!;
    expect(porosity).toMatchObject({
      '@type': 'PropertyValue',
      description: 'Voxels of pores over all voxels of the volume.',
      unitText: '%',
      measurementTechnique: 'estimator: voxel counts',
      propertyID: 'https://w3id.org/emmo#EMMO_3a6578ac_aee0_43b9_9bc6_1eb208c8c9a9',
    });
  });

  test('a zip of it is read back, objects too', async () => {
    const records = await hard();
    const again = await openRecords();
    await importRecords(again, await crateZip(records, about), 'crate.zip');
    expect(plain(again)).toEqual(plain(records));
    const [entry] = again.objects;
    expect(entry).toMatchObject({ sample: 'a, "1"', measure: 'm', recipe: 'r1', rows: 2 });
    const columns = await again.objectsOf(entry!);
    expect(columns[1]).toMatchObject({ name: 'd', unit: 'µm', description: 'size' });
    expect([...columns[1]!.data]).toEqual([0.1, NaN]);
  });
});
