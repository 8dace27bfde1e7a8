import { describe, expect, test } from 'vitest';
import { makeNode, type ValueNode } from '../../../src/recipe/op.js';
import type { GridMeta } from '../../../src/recipe/meta.js';
import { sourceNode } from '../../../src/recipe/source_op.js';
import type { TableData } from '../../../src/recipe/table_data.js';
import { toLabels } from '../../../src/segmentation/to_labels.js';
import { pickColumnsOnHost } from '../../../src/stats/objects/pick_columns.gpu.js';
import { pickColumns } from '../../../src/stats/objects/pick_columns.js';
import { measuredNode, objectTableNode } from '../../../src/stats/objects/object_table.js';

const tableNode = { meta: { kind: 'value' } } as unknown as ValueNode<TableData>;
const TABLE: TableData = {
  rows: 2,
  columns: ['label', 'voxels', 'volume'].map((name, k) => ({
    name,
    unit: '',
    description: '',
    data: Float64Array.of(k, k + 1),
  })),
};

function picked(names: readonly string[]): TableData {
  const { params } = makeNode(pickColumns, { table: tableNode }, { names });
  if (pickColumnsOnHost.kind !== 'host') throw new Error('not a host op');
  return pickColumnsOnHost.compute({
    params,
    inputs: { table: TABLE },
    metas: {},
    signal: undefined,
  }) as TableData;
}

describe('pickColumns', () => {
  test('gives the named columns in their order', () => {
    const { rows, columns } = picked(['volume', 'label']);
    expect(rows).toBe(2);
    expect(columns).toEqual([TABLE.columns[2], TABLE.columns[0]]);
    expect(picked([]).columns).toEqual([]);
  });

  test('an unknown name is refused with the names there are', () => {
    expect(() => picked(['volume', 'mass'])).toThrow(/mass.*label, voxels, volume/);
    expect(() => makeNode(pickColumns, { table: tableNode }, { names: 'volume' })).toThrow();
  });
});

describe('the table of objects', () => {
  const meta: GridMeta = {
    kind: 'volume',
    storage: 'u8',
    size: [4, 4, 4],
    spacing: [1, 1, 1],
    unit: 'px',
    origin: [0, 0, 0],
  };
  const labels = makeNode(toLabels, { volume: sourceNode('a', 'a', meta) });

  test('with names has just these; without it is that of measure', () => {
    const node = objectTableNode('measure', { labels }, ['feretMin', 'label']);
    expect([node.op.name, node.params]).toEqual(['pickColumns', { names: ['feretMin', 'label'] }]);
    expect(objectTableNode('measure', { labels }, undefined).op.name).toBe('measure');
    expect(measuredNode('select', { labels }, ['feretMin']).op.name).toBe('joinColumns');
  });

  test('unknown names are refused when it is made', () => {
    expect(() => objectTableNode('measure', { labels }, ['mass'])).toThrow(/'?mass'?.*feretMin/);
    expect(() => measuredNode('select', { labels }, ['intensityMean'])).toThrow(/intensity/);
  });
});
