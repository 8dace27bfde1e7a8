import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import type { Axis, Lab, RecipeJson, Vec3, Volume } from '../../src/index.js';
import * as operations from '../../src/operations/index.js';
import { Random } from '../../src/synthetic/random.js';
import { leastSureWindow } from '../../ui/elements/panels/least_sure.js';
import { Painting } from '../../ui/elements/panels/painting.js';
import { studyNotebook } from '../../ui/report/study_notebook.js';
import {
  addClass,
  addClassification,
  addSource,
  addTraining,
  Catalogue,
  changeStep,
  emptyStudy,
  isPainted,
  paintedVoxels,
  parseStudy,
  removeClass,
  renameClass,
  Session,
  setBrushes,
  strokeWith,
  trainingOf,
  type Study,
} from '../../ui/session/index.js';
import { paintedRuns } from '../../ui/views/painted_runs.js';

const catalogue = new Catalogue(operations);
const SIZE: Vec3 = [40, 24, 4];
let lab: Lab;
let scan: Volume;

/** Dark to the left and bright to the right, with noise. */
beforeAll(async () => {
  const random = new Random(3);
  const data = Uint8Array.from({ length: 40 * 24 * 4 }, (_, i) =>
    Math.round((i % 40 < 17 ? 60 : 150) + 25 * random.normal()),
  );
  lab = await openEngine();
  scan = await lab.open({ data, size: SIZE }, { name: 'scan' });
});
afterAll(() => lab.dispose());

/** A study of one source, `v1`, and two classes without strokes. */
function begun(): Study {
  const [study] = addSource(emptyStudy(), {
    ...{ name: 'scan', bytes: 3840, hash: '', options: {}, facts: null },
  });
  const [one] = addClass(study, 'dark', '#56b4e9');
  return addClass(one, 'bright', '#e69f00')[0];
}

/** A result without where and when it was computed. */
function numbers(result: unknown): object {
  const entries = Object.entries(result as object).filter(([name]) => name !== 'provenance');
  return Object.fromEntries(entries);
}

/** The recipe of a stored study. */
function parseRecipe(stored: string): RecipeJson {
  return (JSON.parse(stored) as { readonly recipe: RecipeJson }).recipe;
}

/** Paints with the class of a place. */
function paints(study: Study, place: number, ...points: readonly Vec3[]): Study {
  const { id } = study.brushes[place]!;
  const how = { radius: 2.25, spacing: [1, 1, 1], size: SIZE, flat: 2 } as const;
  return setBrushes(study, strokeWith(study.brushes, id, points, how));
}

/** The strokes of two classes in two places each. */
function painted(study: Study): Study {
  let next = paints(study, 0, [4, 4, 1], [8, 6, 1]);
  next = paints(next, 0, [6, 18, 1], [9, 18, 1]);
  next = paints(next, 1, [25, 5, 1], [33, 5, 1]);
  return paints(next, 1, [28, 19, 1], [34, 18, 1]);
}

describe('classes that are painted', () => {
  test('a stroke of one class is wiped from the others', () => {
    const study = paints(begun(), 0, [10, 10, 1], [20, 10, 1]);
    const before = paintedVoxels(study.brushes[0]!);
    const over = paints(study, 1, [15, 10, 1]);
    expect(isPainted(over.brushes[1]!, [15, 10, 1])).toBe(true);
    expect(isPainted(over.brushes[0]!, [15, 10, 1])).toBe(false);
    expect(paintedVoxels(over.brushes[0]!)).toBe(before - paintedVoxels(over.brushes[1]!));
  });

  test('the steps that learn follow strokes, names and classes; a name stays one class', () => {
    let [study] = addTraining(painted(begun()), catalogue, 'v1');
    study = addClassification(study, catalogue, (name) => `Share of ${name}`);
    expect(trainingOf(study)!.options['strokes']).toEqual({
      dark: { ref: 'b2' },
      bright: { ref: 'b3' },
    });
    const operationsOf = ({ steps }: Study): string => steps.map((s) => s.operation).join(' ');
    expect(operationsOf(study)).toBe('train classify phase fraction phase fraction');
    expect(addClassification(study, catalogue, String)).toEqual(study);
    expect(renameClass(study, 'b2', 'bright')).toBe(study);
    expect(renameClass(study, 'b2', '__proto__')).toBe(study);
    const renamed = renameClass(study, 'b2', ' pore ');
    expect(Object.keys(trainingOf(renamed)!.options['strokes']!)).toEqual(['pore', 'bright']);
    const names = renamed.steps.flatMap(({ options }) => options['names'] ?? []);
    expect(names).toEqual(['pore', 'bright']);
    const third = paints(addClass(renamed, 'edge', '#009e73')[0], 2, [17, 12, 2]);
    expect(Object.keys(trainingOf(third)!.options['strokes']!)).toHaveLength(3);
    const { id } = third.brushes[2]!;
    expect(trainingOf(removeClass(third, id))!.options).toEqual(trainingOf(renamed)!.options);
  });

  test('live, the training comes with the second class, and goes with the stroke by undo', () => {
    const session = new Session(catalogue, begun());
    const painting = new Painting();
    const commit = (next: Study): void => {
      painting.commit(session, 'Stroke', next.brushes, 'v1');
    };
    commit(paints(session.study.value, 0, [5, 5, 1]));
    expect(session.study.value.steps).toEqual([]);
    commit(paints(session.study.value, 1, [30, 5, 1]));
    expect(session.study.value.steps).toHaveLength(1);
    session.undo();
    expect(session.study.value.steps).toEqual([]);
    expect(session.study.value.brushes[1]!.tiles).toEqual({});
  });

  test('a study gives the numbers of the library, also stored and by its recipe', async () => {
    let [study] = addTraining(painted(begun()), catalogue, 'v1');
    const how = { features: ['gaussian'], scales: [1], trees: 5, depth: 3 };
    const { id: training, options } = trainingOf(study)!;
    study = changeStep(study, training, { options: { ...options, ...how } });
    study = addClassification(study, catalogue, (name) => `Share of ${name}`);
    const [dark, bright] = study.brushes;
    const strokes = { dark: scan.painted(dark!.tiles), bright: scan.painted(bright!.tiles) };
    const wanted = await scan
      .classify(scan.train({ strokes, ...how }))
      .phase('bright')
      .fraction();
    expect(wanted.value).toBeGreaterThan(0.5);

    const session = new Session(catalogue, study);
    session.attach('v1', scan);
    expect(session.handles.value.errors).toEqual(new Map());
    const stored = JSON.stringify(session.export());
    const again = new Session(catalogue, parseStudy(stored));
    expect(again.study.value.brushes).toEqual(study.brushes);
    again.attach('v1', scan);
    const id = study.steps.findLast(({ operation }) => operation === 'fraction')!.id;
    expect(numbers(await again.handles.value.queries.get(id))).toEqual(numbers(wanted));
    const results = await lab.run(parseRecipe(stored), { scan });
    expect(numbers(results['Share of bright'])).toEqual(numbers(wanted));
    const notebook = studyNotebook(session);
    expect(notebook).toContain(
      'strokes: { "dark": scan.painted(dark_painted), "bright": scan.painted(bright_painted) }',
    );
  });
});

test('runs of a slice are its painted voxels, across any axis', () => {
  const study = painted(begun());
  const [brush] = study.brushes;
  const planes = { x: [1, 2, 0], y: [0, 2, 1], z: [0, 1, 2] } as const;
  for (const [axis, [right, down, across]] of Object.entries(planes)) {
    const index = [6, 5, 1][across]!;
    const runs = paintedRuns(brush!, axis as Axis, index);
    let count = 0;
    for (let row = 0; row < SIZE[down]; row += 1)
      for (let column = 0; column < SIZE[right]; column += 1) {
        const voxel = [0, 0, 0];
        [voxel[right], voxel[down], voxel[across]] = [column, row, index];
        const inRun = runs.some((run) => run.row === row && run.from <= column && column < run.to);
        expect(inRun).toBe(isPainted(brush!, voxel as unknown as Vec3));
        if (inRun) count += 1;
      }
    expect(count).toBeGreaterThan(0);
  }
});

test('the least certain window is where its mean is greatest, off the border', () => {
  const random = new Random(1);
  const [width, height] = [30, 20] as const;
  const data = Float32Array.from({ length: width * height }, () => random.uniform());
  const meanAt = (x: number, y: number): number => {
    const values = [...data].filter(
      (_, i) => Math.abs((i % width) - x) <= 4 && Math.abs(Math.floor(i / width) - y) <= 4,
    );
    return values.reduce((sum, value) => sum + value) / values.length;
  };
  // Of windows that lie inside.
  const all = [...data.keys()].map((i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return x < 4 || x > width - 5 || y < 4 || y > height - 5 ? 0 : meanAt(x, y);
  });
  const best = all.indexOf(Math.max(...all));
  expect(leastSureWindow(data, [width, height])).toEqual([best % width, Math.floor(best / width)]);
});
