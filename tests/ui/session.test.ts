import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import { VoxmetryError, type Lab, type Query, type Volume } from '../../src/index.js';
import * as operations from '../../src/operations/index.js';
import { syntheticCathode } from '../../src/synthetic/index.js';
import {
  addBrush,
  addRegion,
  addSource,
  addStep,
  Catalogue,
  changeRegion,
  changeStep,
  duplicateStep,
  emptyStudy,
  handlesOf,
  isPainted,
  moveStep,
  paintedVoxels,
  parseStudy,
  removeRegion,
  removeStep,
  select,
  Session,
  setBrush,
  setRegions,
  setView,
  stroke,
  type Study,
} from '../../ui/session/index.js';

const catalogue = new Catalogue(operations);
const { volume: cathode } = syntheticCathode({ seed: 1, size: [48, 40, 32] });
let lab: Lab;
let scan: Volume;

beforeAll(async () => {
  lab = await openEngine();
  const { data, size, spacing, unit } = cathode;
  scan = await lab.open({ data, size }, { name: 'scan', spacing, unit });
});
afterAll(() => lab.dispose());

/** A study of one source, `v1`. */
function begun(): Study {
  return addSource(emptyStudy(), {
    name: 'scan',
    bytes: cathode.data.byteLength,
    hash: '',
    options: {},
    facts: null,
  })[0];
}

/** A study with steps, each on the one before, or on the id that is named behind an @. */
function chain(...names: readonly string[]): Study {
  let study = begun();
  let on = 'v1';
  for (const named of names) {
    const [operation = '', other] = named.split('@');
    const [next, id] = addStep(study, catalogue, { operation, on: other ?? on });
    study = next;
    on = id;
  }
  return study;
}

const order = ({ steps }: Study): string =>
  steps.map(({ id, on, operation }) => `${id}:${operation}(${on})`).join(' ');

describe('steps', () => {
  test('are added behind what they are called on; a filter becomes a link of the chain', () => {
    const study = chain('median', 'otsu', 'fraction');
    expect(order(study)).toBe('s2:median(v1) s3:otsu(s2) s4:fraction(s3)');
    const [filtered] = addStep(study, catalogue, { operation: 'gaussian', on: 's2' });
    expect(order(filtered)).toBe('s2:median(v1) s5:gaussian(s2) s3:otsu(s5) s4:fraction(s3)');
    const [first] = addStep(study, catalogue, { operation: 'gaussian', on: 'v1' });
    expect(order(first)).toBe('s5:gaussian(v1) s2:median(s5) s3:otsu(s2) s4:fraction(s3)');
    const [branched] = addStep(study, catalogue, { operation: 'li', on: 'v1' });
    expect(order(branched)).toBe('s2:median(v1) s3:otsu(s2) s4:fraction(s3) s5:li(v1)');
  });

  test('are moved within the chain, and removed from it', () => {
    const study = chain('median', 'gaussian', 'rescale', 'otsu');
    const up = moveStep(study, catalogue, 's4', 1);
    expect(order(up)).toBe('s2:median(v1) s4:rescale(s2) s3:gaussian(s4) s5:otsu(s3)');
    const down = moveStep(study, catalogue, 's2', 1);
    expect(order(down)).toBe('s3:gaussian(v1) s2:median(s3) s4:rescale(s2) s5:otsu(s4)');
    expect(moveStep(study, catalogue, 's3', 1)).toBe(study);
    expect(order(removeStep(study, 's3'))).toBe('s2:median(v1) s4:rescale(s2) s5:otsu(s4)');
  });

  test('are duplicated and changed; no change gives the same study', () => {
    const study = chain('median', 'otsu');
    const [copied, copy] = duplicateStep(study, 's2');
    expect(copy).toBe('s4');
    expect(order(copied)).toBe('s2:median(v1) s4:median(v1) s3:otsu(s2)');
    expect(changeStep(study, 's2', { enabled: true })).toBe(study);
    const titled = changeStep(study, 's2', { title: 'clean' });
    expect(titled.steps[0]).toMatchObject({ title: 'clean' });
    expect(titled.steps[1]).toBe(study.steps[1]);
    expect(changeStep(titled, 's2', { title: '' })).toEqual(study);
  });

  test('never get the id of one that is gone', () => {
    const study = removeStep(chain('median', 'otsu'), 's3');
    expect(addStep(study, catalogue, { operation: 'li', on: 's2' })[1]).toBe('s4');
  });
});

describe('handles of steps', () => {
  const volumes = (): Map<string, Volume> => new Map([['v1', scan]]);

  test('give what the library gives when it is called by hand', async () => {
    let study = chain('median', 'otsu', 'fraction', 'separate@s3', 'count');
    study = changeStep(study, 's2', { options: { size: [3, 3, 3] } });
    [study] = addStep(study, catalogue, {
      operation: 'and',
      on: 's3',
      options: { other: { ref: 's3' } },
    });
    [study] = addStep(study, catalogue, {
      operation: 'add',
      on: 'v1',
      options: { other: 5, result: 'f32' },
    });
    [study] = addStep(study, catalogue, {
      operation: 'histogram',
      on: 'v1',
      options: { within: { ref: 's3' } },
    });
    const { queries, errors, kinds } = handlesOf(study, volumes(), catalogue);
    expect([...errors.values()].map(String)).toEqual([]);
    expect(kinds.get('s5')).toBe('labels');
    const solid = scan.median({ size: 3 }).otsu();
    const value = async (id: string): Promise<Record<string, unknown>> =>
      (await queries.get(id)) as Record<string, unknown>;
    expect((await value('s4'))['voxels']).toBe((await solid.fraction()).voxels);
    expect(await queries.get('s6')).toBe(await solid.separate().count());
    expect((await value('s9'))['counts']).toEqual((await scan.histogram({ within: solid })).counts);
  });

  test('spread lists that are given as any number of arguments', () => {
    let study = chain('multiOtsu');
    study = changeStep(study, 's2', { options: { names: ['pore', 'binder', 'active'] } });
    [study] = addStep(study, catalogue, {
      operation: 'phase',
      on: 's2',
      options: { names: ['pore', 'binder'] },
    });
    const { handles, errors } = handlesOf(study, volumes(), catalogue);
    expect(errors.size).toBe(0);
    const by = scan.multiOtsu(['pore', 'binder', 'active']).phase('pore', 'binder');
    expect(handles.get('s3')!.recipe).toEqual(by.recipe);
  });

  test('are the same objects where nothing changed, and after undo', () => {
    const session = new Session(catalogue, chain('median', 'otsu', 'fraction'));
    session.attach('v1', scan);
    const before = session.handles.value;
    session.edit('closer', (study) =>
      changeStep(study, 's3', { options: { within: { ref: 's3' } } }),
    );
    expect(session.handles.value.handles.get('s2')).toBe(before.handles.get('s2'));
    expect(session.handles.value.errors.get('s3')!.message).toContain('comes later');
    session.undo();
    expect(session.handles.value.queries.get('s4')).toBe(before.queries.get('s4'));
  });

  test('take a region of the study as the mask of its shape', async () => {
    const box = { type: 'box', center: [8, 8, 6], size: [10, 10, 8] } as const;
    const smaller = { ...box, size: [6, 6, 6] } as const;
    const [drawn, region] = addRegion(chain('otsu', 'fraction'), { name: 'corner', shape: box });
    const study = changeStep(drawn, 's3', { options: { within: { ref: region } } });
    const session = new Session(catalogue, study);
    session.attach('v1', scan);
    const query = session.handles.value.queries.get('s3')!;
    const by = await scan.otsu().fraction({ within: scan.shape(box) });
    expect(((await query) as typeof by).value).toBe(by.value);
    await session.results.run();
    const stale = (): boolean => session.results.byStep.value.get('s3')!.stale;
    expect(stale()).toBe(false);
    session.edit('move', (now) => changeRegion(now, region, { shape: smaller }));
    expect(stale()).toBe(true);
    await session.results.run();
    const { value } = session.results.byStep.value.get('s3') as { value: typeof by };
    const moved = await scan.otsu().fraction({ within: scan.shape(smaller) });
    expect([value.total, value.voxels]).toEqual([moved.total, moved.voxels]);
    expect(value.total).toBeLessThan(by.total);
    session.edit('remove', (now) => removeRegion(now, region));
    expect(session.handles.value.errors.get('s3')!.message).toContain('that is gone');
  });

  test('attach errors to their step, and to those that need it', () => {
    const study = changeStep(chain('gaussian', 'otsu', 'fraction'), 's2', {
      options: { sigma: -1 },
    });
    const { errors, queries } = handlesOf(study, volumes(), catalogue);
    expect(errors.get('s2')!.message).toMatch(/^gaussian: sigma is -1; allowed: a length > 0/);
    expect(errors.get('s3')!.message).toContain('step 1, which has an error');
    expect(errors.get('s4')!.details).toMatchObject({ step: 's4', because: 's3' });
    expect(queries.size).toBe(0);
    const value = changeStep(chain('otsu', 'surfaceArea'), 's3', {
      options: { estimator: 'none' },
    });
    expect(handlesOf(value, volumes(), catalogue).errors.get('s3')!.message).toContain('estimator');
  });

  test.each([
    ['a file that is not open', (s: Study) => s, new Map<string, Volume>(), 'is not open'],
    [
      'a step that is gone',
      (s: Study) => changeStep(s, 's3', { on: 's99' }),
      undefined,
      'that is gone',
    ],
    [
      'an unknown operation',
      (s: Study) => ({ ...s, steps: s.steps.map((x) => ({ ...x, operation: 'magic' })) }),
      undefined,
      'no such operation',
    ],
    [
      'the wrong kind',
      (s: Study) => changeStep(s, 's4', { on: 'v1' }),
      undefined,
      'works on a mask',
    ],
    [
      'a value',
      (s: Study) => addStep(s, catalogue, { operation: 'median', on: 's4' })[0],
      undefined,
      'gives a value',
    ],
    [
      'an unknown option',
      (s: Study) => changeStep(s, 's2', { options: { colour: 3 } }),
      undefined,
      'colour',
    ],
  ])('say what is wrong: %s', (_, change, opened, message) => {
    const study = change(chain('median', 'otsu', 'fraction'));
    const { errors } = handlesOf(study, opened ?? volumes(), catalogue);
    expect([...errors.values()].map((error) => error.message).join('\n')).toContain(message);
    for (const error of errors.values()) expect(error).toBeInstanceOf(VoxmetryError);
  });

  test('pass by what is switched off, where the kind allows', () => {
    const off = (id: string): Study =>
      changeStep(chain('median', 'otsu', 'fraction'), id, { enabled: false });
    const passed = handlesOf(off('s2'), volumes(), catalogue);
    expect(passed.handles.get('s3')!.recipe).toEqual(scan.otsu().recipe);
    const blocked = handlesOf(off('s3'), volumes(), catalogue);
    expect(blocked.errors.has('s3')).toBe(false);
    expect(blocked.errors.get('s4')!.message).toContain('switched off');
    expect(handlesOf(off('s4'), volumes(), catalogue).queries.size).toBe(0);
  });
});

test('a list of regions of an element takes the place of what the study has', () => {
  const box = { type: 'box', center: [1, 1, 1], size: [2, 2, 2] } as const;
  const [study, id] = addRegion(chain('otsu'), { name: 'corner', shape: box });
  const moved = { id, name: 'corner', shape: { ...box, size: [3, 3, 3] } };
  const added = { id: 'region 1', name: '', shape: box };
  const { regions } = setRegions(study, [moved, added]);
  expect(regions[0]).toEqual(moved);
  expect(regions[1]).toMatchObject({ name: '', shape: box });
  const ids = regions.map((region) => region.id);
  expect(new Set([...ids, ...study.steps.map((step) => step.id)]).size).toBe(ids.length + 1);
  expect(setRegions({ ...study, regions }, []).regions).toEqual([]);
});

test('undo and redo over 30 mixed edits give equal studies, and share what they leave alone', () => {
  const session = new Session(catalogue, chain('median', 'otsu', 'fraction'));
  const grid = { spacing: [0.5, 0.5, 1] as const, size: [256, 256, 256] as const };
  const edits: ((study: Study, i: number) => Study)[] = [
    (study, i) => changeStep(study, 's2', { options: { size: 3 + 2 * (i % 4) } }),
    (study) => addStep(study, catalogue, { operation: 'gaussian', on: 's2' })[0],
    (study) => moveStep(study, catalogue, study.steps.at(-1)!.id, 0),
    (study) => duplicateStep(study, 's3')[0],
    (study, i) => changeStep(study, 's2', { enabled: i % 20 > 10 }),
    (study, i) => addRegion(study, { name: 'box', shape: { kind: 'box', size: [i, 1, 1] } })[0],
    (study, i) => changeRegion(study, study.regions[0]!.id, { name: `box ${String(i)}` }),
    (study) => addBrush(study, 'pores')[0],
    (study, i) =>
      setBrush(
        study,
        stroke(
          study.brushes.at(-1)!,
          [
            [i, 20, 20],
            [i + 60, 70, 20],
          ],
          { radius: 3, ...grid },
        ),
      ),
    (study, i) => setView(select(study, { of: 's3', ids: [i] }), 'xy', { axis: 'z', index: i }),
  ];
  const texts = [JSON.stringify(session.study.value)];
  for (let i = 0; i < 30; i += 1) {
    session.edit(`edit ${String(i)}`, (study) => edits[i % edits.length]!(study, i));
    texts.push(JSON.stringify(session.study.value));
  }
  expect(new Set(texts).size).toBe(31);
  for (let i = 29; i >= 0; i -= 1) {
    session.undo();
    expect(JSON.stringify(session.study.value)).toBe(texts[i]);
  }
  expect(session.canUndo.value).toBe(false);
  for (let i = 1; i <= 30; i += 1) {
    session.redo();
    expect(JSON.stringify(session.study.value)).toBe(texts[i]);
  }
  expect(session.canRedo.value).toBe(false);
  expect(bytesOf(session.history.value)).toBeLessThan(1e6);
  session.goTo(7);
  expect(JSON.stringify(session.study.value)).toBe(texts[7]);
  session.edit('another way', (study) => ({ ...study, title: 'b' }));
  expect(session.canRedo.value).toBe(false);
  expect(session.history.value.length).toBe(9);
});

/** Bytes of plain data in which objects and strings that are shared count once. */
function bytesOf(data: unknown): number {
  const seen = new Set<unknown>();
  const visit = (value: unknown): number => {
    if (typeof value === 'string') {
      if (value.length > 16) {
        if (seen.has(value)) return 8;
        seen.add(value);
      }
      return 16 + 2 * value.length;
    }
    if (typeof value !== 'object' || value === null) return 8;
    if (seen.has(value)) return 8;
    seen.add(value);
    return Object.entries(value).reduce((sum, [, part]) => sum + 16 + visit(part), 32);
  };
  return visit(data);
}

test('edits of one drag are one to undo', () => {
  const session = new Session(catalogue, chain('threshold'));
  const drag = (lo: number): void => {
    session.edit('Threshold', (study) => changeStep(study, 's2', { options: { lo } }), 's2.lo');
  };
  [10, 20, 30].forEach(drag);
  session.endMerge();
  [40, 50].forEach(drag);
  expect(session.study.value.steps[0]!.options).toEqual({ lo: 50 });
  session.undo();
  expect(session.study.value.steps[0]!.options).toEqual({ lo: 30 });
  session.undo();
  expect(session.study.value.steps[0]!.options).toEqual({});
});

describe('brushes', () => {
  const spacing = [0.5, 0.5, 2] as const;
  const size = [100, 80, 40] as const;

  test('paint the voxels within a radius of a line, in physical units', () => {
    const [, id] = addBrush(emptyStudy(), 'pores');
    const points = [
      [30, 30, 10],
      [40, 34, 12],
    ] as const;
    const painted = stroke({ id, name: '', tiles: {} }, points, { radius: 4.2, spacing, size });
    let count = 0;
    for (let z = 6; z < 16; z += 1)
      for (let y = 20; y < 44; y += 1)
        for (let x = 20; x < 50; x += 1) {
          const near = distance([x, y, z], points, spacing) <= 4.2;
          if (near) count += 1;
          if (isPainted(painted, [x, y, z]) !== near) throw new Error(`at ${String([x, y, z])}`);
        }
    expect(count).toBeGreaterThan(500);
    expect(paintedVoxels(painted)).toBe(count);
    const wiped = stroke(painted, points, { radius: 4.2, spacing, size, mode: 'wipe' });
    expect(wiped.tiles).toEqual({});
  });

  test('a stroke over five slices is undone as one', () => {
    const session = new Session(catalogue);
    session.edit('Brush', (study) => addBrush(study, 'pores')[0]);
    const empty = session.study.value;
    for (let z = 30; z < 35; z += 1)
      session.edit(
        'Stroke',
        (study) =>
          setBrush(
            study,
            stroke(study.brushes[0]!, [[30, 30, z]], {
              radius: 3,
              spacing,
              size: [64, 64, 64],
              flat: 2,
            }),
          ),
        'stroke 1',
      );
    const brush = session.study.value.brushes[0]!;
    for (let z = 30; z < 35; z += 1) expect(isPainted(brush, [30, 30, z])).toBe(true);
    expect(isPainted(brush, [30, 30, 29])).toBe(false);
    session.undo();
    expect(session.study.value).toEqual(empty);
  });
});

/** The distance of a voxel from a piece of a line, by trying many points of it. */
function distance(
  at: readonly number[],
  [from, to]: readonly [readonly number[], readonly number[]],
  spacing: readonly number[],
): number {
  const along = from.map((f, i) => (to[i]! - f) * spacing[i]!);
  const away = from.map((f, i) => (at[i]! - f) * spacing[i]!);
  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  const t = Math.min(1, Math.max(0, dot(away, along) / dot(along, along)));
  return Math.sqrt(dot(away, away) - 2 * t * dot(away, along) + t * t * dot(along, along));
}

test('a study survives as JSON, and is read with care', () => {
  let study = chain('median', 'otsu', 'fraction');
  [study] = addBrush(study, 'pores');
  study = setBrush(
    study,
    stroke(study.brushes[0]!, [[5, 5, 5]], { radius: 2, spacing: [1, 1, 1], size: [9, 9, 9] }),
  );
  expect(parseStudy(JSON.stringify(study))).toEqual(study);
  const bad = (change: (copy: Record<string, never>) => void): string => {
    const copy = JSON.parse(JSON.stringify(study)) as Record<string, never>;
    change(copy);
    try {
      parseStudy(copy);
    } catch (error) {
      expect(error).toBeInstanceOf(VoxmetryError);
      return (error as VoxmetryError).details['place'] as string;
    }
    return 'nothing';
  };
  type Deep = { [key: string]: Deep } & Deep[];
  const at = (change: (copy: Deep) => unknown): string => bad(change as never);
  const set = (of: unknown, key: string, value: unknown): void => {
    Object.defineProperty(of, key, { value, enumerable: true, configurable: true });
  };
  expect(
    at((s) => {
      set(s, 'format', 'other/1');
    }),
  ).toBe('study.format');
  expect(
    at((s) => {
      set(s['steps']![1], 'on', 7);
    }),
  ).toBe('study.steps[1].on');
  expect(
    at((s) => {
      set(s['steps']![2], 'options', { a: [1, { b: NaN }] });
    }),
  ).toBe('study.steps[2].options.a[1].b');
  expect(
    at((s) => {
      set(s['steps']![0], 'id', 's3');
    }),
  ).toBe('study');
  expect(
    at((s) => {
      set(s['sources']![0], 'options', { spacing: [1, 0, 1] });
    }),
  ).toBe('study.sources[0].options.spacing');
  expect(
    at((s) => {
      set(s['brushes']![0]!['tiles'], '0,0,0', 'AAAA');
    }),
  ).toBe("study.brushes[0].tiles['0,0,0']");
  expect(
    at((s) => {
      set(s['selection'], 'ids', [-1]);
    }),
  ).toBe('study.selection.ids[0]');
  expect(
    at((s) => {
      set(
        s,
        'steps',
        Array.from({ length: 10_001 }, () => study.steps[0]),
      );
    }),
  ).toBe('study.steps');
  let deep: unknown = 1;
  for (let i = 0; i < 20; i += 1) deep = [deep];
  expect(
    at((s) => {
      set(s['steps']![0], 'options', { deep });
    }),
  ).toContain('study.steps[0].options.deep[0]');
  expect(() => parseStudy('{"format"')).toThrow(/no JSON/);
  expect(() => parseStudy('{"format":"voxmetry-study/1","__proto__":{"a":1}}')).toThrow(
    /__proto__/,
  );
  // What opens something by itself is not kept.
  const copy = JSON.parse(JSON.stringify(study)) as Study;
  Object.assign(copy.sources[0]!, { url: 'file:///secret', path: '/secret' });
  Object.assign(copy.sources[0]!.options, { fetch: 'https://example.org' });
  expect(parseStudy(copy)).toEqual(study);
  // An id is never taken twice, whatever the study says.
  expect(parseStudy({ ...study, nextId: 0 }).nextId).toBe(study.nextId);
});

describe('results', () => {
  test('are run, go stale with an edit, and are there again after undo', async () => {
    const session = new Session(catalogue, chain('threshold', 'count'));
    session.attach('v1', scan);
    const set = (lo: number): void => {
      session.edit('lo', (study) => changeStep(study, 's2', { options: { lo } }));
    };
    set(20000);
    const fractions: number[] = [];
    await session.results.run({ onProgress: (f) => fractions.push(f) });
    const first = session.results.byStep.value.get('s3')!;
    expect(first).toMatchObject({ stale: false, busy: false, error: undefined });
    expect(first.value).toBe(cathode.data.filter((v) => v >= 20000).length);
    set(30000);
    expect(session.results.byStep.value.get('s3')).toMatchObject({
      value: first.value,
      stale: true,
    });
    const running = session.results.run();
    expect(session.results.byStep.value.get('s3')!.busy).toBe(true);
    await running;
    expect(session.results.byStep.value.get('s3')!.value).toBe(
      cathode.data.filter((v) => v >= 30000).length,
    );
    session.undo();
    expect(session.results.byStep.value.get('s3')!.stale).toBe(true);
    await session.results.run();
    expect(session.results.byStep.value.get('s3')).toEqual(first);
  });

  test('can be run again after a cancel', async () => {
    const session = new Session(catalogue, chain('median', 'otsu', 'separate', 'count'));
    session.attach('v1', scan);
    const error: unknown = await session.results
      .run({ signal: AbortSignal.abort() })
      .catch((e: unknown) => e);
    expect((error as VoxmetryError).code).toBe('cancelled');
    expect(session.results.byStep.value.get('s5')).toBeUndefined();
    await session.results.run();
    expect(session.results.byStep.value.get('s5')!.value).toBe(
      await scan.median().otsu().separate().count(),
    );
  });
});

test('an export holds all measures as a recipe, by their titles', async () => {
  const session = new Session(catalogue, chain('otsu', 'count', 'fraction@s2', 'fraction@s2'));
  session.attach('v1', scan);
  session.edit('title', (study) => changeStep(study, 's4', { title: 'solid' }));
  const { recipe, ...rest } = session.export();
  expect(rest).toEqual(session.study.value);
  expect(Object.keys(recipe!.outputs)).toEqual(['count', 'solid', 'fraction']);
  const results = await lab.run(JSON.parse(JSON.stringify(recipe)), { scan });
  expect(results['count']).toBe(await (session.handles.value.queries.get('s3') as Query<number>));
  session.edit('break', (study) => changeStep(study, 's3', { on: 'v1' }));
  expect(() => session.export()).toThrow(/Mend the step/);
});
