import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine, type EngineLab } from '../../src/engine/index.js';
import { IdSet, VoxmetryError, type ViewSpec, type Volume } from '../../src/index.js';

let lab: EngineLab;
let other: EngineLab;
let scan: Volume<'u8'>;
beforeAll(async () => {
  lab = await openEngine();
  other = await openEngine({ device: lab.device });
  scan = await lab.open({ data: new Uint8Array(60), size: [5, 4, 3] });
});
afterAll(async () => {
  await other.dispose();
  await lab.dispose();
});

function refusal(make: () => unknown): VoxmetryError {
  try {
    make();
  } catch (error) {
    expect(error).toBeInstanceOf(VoxmetryError);
    return error as VoxmetryError;
  }
  throw new Error('nothing was refused');
}

describe('a view refuses', () => {
  const phases = (): ViewSpec['layers'][number] => ({
    grid: lab.phases({ pore: scan.threshold({ hi: 3 }), solid: scan.threshold({ lo: 4 }) }),
  });
  const withLayer = (layer: object): unknown => ({ layers: [{ grid: scan, ...layer }] });
  const cases: [name: string, spec: () => unknown, message: RegExp][] = [
    ['no layers', () => ({ layers: [] }), /layers is \[\]; allowed: 1 to 16 layers/],
    ['what is no grid', () => ({ layers: [{ grid: 5 }] }), /layers\[0\]\.grid is 5/],
    ['an unknown field', () => ({ layers: [{ grid: scan }], zoom: 2 }), /zoom is 2.*no such field/],
    ['an unknown field of a layer', () => withLayer({ color: '#ffffff' }), /no such field/],
    ['an index outside', () => ({ layers: [{ grid: scan }], index: 3 }), /from 0 to 2 along z/],
    [
      'an index that is no number',
      () => ({ layers: [{ grid: scan }], index: NaN }),
      /index is NaN/,
    ],
    [
      'half an index',
      () => ({ layers: [{ grid: scan }], axis: 'x', index: 0.5 }),
      /0 to 4 along x/,
    ],
    ['another axis', () => ({ layers: [{ grid: scan }], axis: 'w' }), /'x', 'y', 'z'/],
    ['a window upside down', () => withLayer({ window: [5, 5] }), /the first below the second/],
    ['a window without end', () => withLayer({ window: [0, Infinity] }), /two finite numbers/],
    ['another colour map', () => withLayer({ colors: 'jet' }), /'grey', 'viridis'/],
    ['an opacity above 1', () => withLayer({ opacity: 1.5 }), /layers\[0\]\.opacity is 1\.5/],
    ['a centre that is no point', () => ({ layers: [{ grid: scan }], centre: [1, 2] }), /centre/],
    ['no length per pixel', () => ({ layers: [{ grid: scan }], unitsPerPixel: 0 }), /above 0/],
    ['a colour by name', () => ({ layers: [{ grid: scan }], background: 'red' }), /'#rrggbb'/],
    ['a phase that is not there', () => ({ layers: [{ ...phases(), hidden: ['x'] }] }), /'pore'/],
    [
      'directions that are not at a right angle',
      () => ({
        layers: [{ grid: scan }],
        oblique: { point: [0, 0, 0], right: [1, 0, 0], down: [1, 0, 0] },
      }),
      /oblique\.down.*right angle/,
    ],
    [
      'grids of other boxes',
      () => ({
        layers: [
          { grid: scan },
          { grid: scan.bin({ factor: 1 }).crop({ origin: [0, 0, 0], size: [4, 4, 3] }) },
        ],
      }),
      /layers\[1\]\.grid is '4×4×3.*resampleTo/,
    ],
    [
      'more than seven grids',
      () => ({ layers: Array.from({ length: 8 }, (_, i) => ({ grid: scan.add(i + 1) })) }),
      /up to 7 different grids/,
    ],
    [
      'ids below 0',
      () => ({ layers: [{ grid: scan.threshold({ lo: 1 }).components(), selected: [-1] }] }),
      /ids is -1/,
    ],
    ['a scene without a mode', () => ({ kind: 'space', layers: [{ grid: scan }] }), /mode/],
    ['a kind that there is not', () => ({ kind: 'plot', layers: [{ grid: scan }] }), /'space'/],
  ];
  test.each(cases)('%s', (_, spec, message) => {
    const error = refusal(() => lab.view(null, spec() as ViewSpec));
    expect(error.code).toBe('invalid-argument');
    expect(error.message).toMatch(message);
  });

  test('grids of another lab', () => {
    expect(refusal(() => other.view(null, { layers: [{ grid: scan }] })).message).toMatch(
      /a grid of another lab/,
    );
  });

  test('a bad change, and stays as it was', async () => {
    const view = lab.view(null, { layers: [{ grid: scan, window: [0, 1] }], index: 1 });
    expect(
      refusal(() => {
        view.set({ index: 9 });
      }).code,
    ).toBe('invalid-argument');
    expect(view.spec).toMatchObject({ index: 1 });
    expect(refusal(() => view.positionAt(1, 1)).message).toMatch(/call resize first/);
    expect(
      refusal(() => {
        view.resize(0, 5);
      }).message,
    ).toMatch(/from 1 to 8192/);
    await expect(view.picture({ width: 9000, height: 1 })).rejects.toMatchObject({
      code: 'invalid-argument',
    });
    view.dispose();
    expect(
      refusal(() => {
        view.set({ index: 0 });
      }).code,
    ).toBe('disposed');
    await expect(view.picture({ width: 1, height: 1 })).rejects.toMatchObject({ code: 'disposed' });
  });

  test('what computing its grids refuses, when it is drawn', async () => {
    const overlapping = lab.phases({ a: scan.threshold({ lo: 0 }), b: scan.threshold({ lo: 0 }) });
    const view = lab.view(null, { layers: [{ grid: overlapping }] });
    await expect(view.picture({ width: 4, height: 4 })).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringMatching(/^phases/) as string,
    });
    view.dispose();
  });
});

describe('defaults', () => {
  test('are the middle, and the middle again across another axis', () => {
    const view = lab.view(null, { layers: [{ grid: scan, window: [0, 1] }], index: 2 });
    view.resize(10, 8);
    expect(view.indexAt(5, 4)).toEqual([2, 2, 2]);
    view.set({ axis: 'x' });
    expect(view.indexAt(5, 4)).toEqual([2, 2, 1]);
    view.set({ axis: 'y', index: 0 });
    view.set({ index: undefined });
    expect(view.indexAt(5, 4)?.[1]).toBe(2);
    view.dispose();
  });

  test('of windows are percentiles of the middle slice', async () => {
    const data = Uint16Array.from({ length: 3000 }, (_, i) =>
      i < 1000 || i >= 2000 ? 60000 : i - 1000,
    );
    const ramp = await lab.open({ data, size: [50, 20, 3] });
    const view = lab.view(null, { layers: [{ grid: ramp }] });
    const said = lab.view(null, { layers: [{ grid: ramp, window: [0, 999] }] });
    const [a, b] = [
      await view.picture({ width: 50, height: 20 }),
      await said.picture({ width: 50, height: 20 }),
    ];
    expect(a.data).toEqual(b.data);
    view.dispose();
    said.dispose();
  });

  test('of ids are none selected', async () => {
    const labels = scan.threshold({ hi: 1 }).components();
    const pictures = [];
    for (const selected of [undefined, IdSet.of([]), [1], [7]]) {
      const view = lab.view(null, { layers: [{ grid: labels, selected }] });
      pictures.push((await view.picture({ width: 5, height: 4 })).data.join());
      view.dispose();
    }
    expect(pictures[1]).toBe(pictures[0]);
    expect(pictures[2]).toBe(pictures[0]);
    expect(pictures[3]).not.toBe(pictures[0]);
  });
});
