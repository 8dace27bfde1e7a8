import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { driftNode } from '../../src/filters/alignment.js';
import { flattenBackgroundNode, flattenSlicesNode } from '../../src/filters/flatten.js';
import { removeRingsNode } from '../../src/filters/remove_rings.js';
import { removeStripesNode } from '../../src/filters/remove_stripes.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import type { Node } from '../../src/recipe/op.js';
import { columnValues, type TableData } from '../../src/recipe/table_data.js';
import { simulateArtefacts, type ArtefactOptions } from '../../src/synthetic/artefacts.js';
import { syntheticCathode } from '../../src/synthetic/cathode.js';
import { simulateImaging } from '../../src/synthetic/imaging.js';
import { openTestEngine, type TestEngine } from '../harness.js';

const SIZE: Vec3 = [160, 140, 16];
const GRID = { size: SIZE, spacing: [0.2, 0.2, 0.25] } as const;
/** Standard deviation of the noise of the simulated imaging, about the same in both materials. */
const NOISE = 2050;

let engine: TestEngine;
let labels: Uint32Array<ArrayBuffer>;
let clean: Uint16Array<ArrayBuffer>;
beforeAll(async () => {
  engine = await openTestEngine();
  ({
    truth: { labels },
    volume: { data: clean },
  } = syntheticCathode({ seed: 5, size: SIZE }));
});
afterAll(async () => {
  await engine.close();
});

function imageWith(options: Omit<ArtefactOptions, 'seed'>): Uint16Array<ArrayBuffer> {
  return simulateImaging(labels, GRID, {
    seed: 5,
    artefacts: simulateArtefacts(SIZE, { seed: 9, ...options }),
  });
}

/** Standard deviation of the difference to the image without faults. */
function residue(image: ArrayLike<number>): number {
  let [sum, squares] = [0, 0];
  clean.forEach((v, i) => {
    sum += image[i]! - v;
    squares += (image[i]! - v) ** 2;
  });
  return Math.sqrt(squares / clean.length - (sum / clean.length) ** 2);
}

const CASES: readonly [
  name: string,
  fault: Omit<ArtefactOptions, 'seed'>,
  correct: (volume: Node) => Node,
  most: number,
  mostOnClean: number,
][] = [
  ['curtains', { curtains: 3000 }, (v) => removeStripesNode(v), 650, 650],
  ['rings', { rings: 3000 }, (v) => removeRingsNode(v), 750, 650],
  ['flicker', { flicker: 0.1, offset: 1500 }, (v) => flattenSlicesNode(v), 350, 200],
  ['shading', { shading: 12000 }, (v) => flattenBackgroundNode(v), 500, 450],
];

describe('simulated faults', () => {
  test('make no difference where they are none, and the same bits again', () => {
    expect(imageWith({})).toEqual(clean);
    expect(imageWith({ rings: 100, drift: 0.1 })).toEqual(imageWith({ rings: 100, drift: 0.1 }));
  });

  test.each(CASES)(
    '%s go, and a clean volume keeps what it is within its noise',
    async (_, fault, correct, most, mostOnClean) => {
      const bad = imageWith(fault);
      const before = residue(bad);
      const after = residue(await engine.grid(correct(await engine.source(bad, SIZE))));
      const onClean = residue(await engine.grid(correct(await engine.source(clean, SIZE))));
      expect(before).toBeGreaterThan(2000);
      expect(after).toBeLessThan(most);
      expect(onClean).toBeLessThan(mostOnClean);
      expect(onClean).toBeLessThan(NOISE / 3);
    },
  );
});

describe('drift of a noisy stack', () => {
  test('is known to 0.1 voxel where the structure lasts, and so are its steps where it changes', async () => {
    const truth = simulateArtefacts(SIZE, { seed: 9, drift: 0.5 });
    const worst = async (structure: Uint32Array<ArrayBuffer>, steps: boolean): Promise<number> => {
      const image = simulateImaging(structure, GRID, { seed: 5, artefacts: truth });
      const table = (await engine.value(driftNode(await engine.source(image, SIZE)))) as TableData;
      let most = 0;
      for (const [name, known] of [
        ['x', truth.driftX],
        ['y', truth.driftY],
      ] as const) {
        const found = columnValues(table, name)!;
        known.forEach((v, z) => {
          const back = steps && z > 0 ? found[z - 1]! - known[z - 1]! : 0;
          most = Math.max(most, Math.abs(found[z]! - v - back));
        });
      }
      return most;
    };
    const slice = labels.slice(0, SIZE[0] * SIZE[1]);
    const lasting = Uint32Array.from(labels, (_, i) => slice[i % slice.length]!);
    expect(await worst(lasting, false)).toBeLessThan(0.1);
    expect(await worst(labels, true)).toBeLessThan(0.17);
  });
});
