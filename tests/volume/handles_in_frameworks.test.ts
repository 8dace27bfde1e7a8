import { afterAll, beforeAll, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { EngineLab } from '../../src/engine/engine_lab.js';
import { IdSet } from '../../src/recipe/view/id_set.js';
import { translation } from '../../src/transform/index.js';
import type { Volume } from '../../src/volume/handles.js';
import type { Lab } from '../../src/volume/lab.js';

let lab: Lab;
let scan: Volume<'u8'>;
beforeAll(async () => {
  lab = new EngineLab(await Engine.open());
  scan = await lab.open({ data: new Uint8Array([1, 2, 3, 4]), size: [4, 1, 1] });
});
afterAll(() => lab.dispose());

/** Wraps objects on their way out, deeply, as Vue's `reactive`, by its rule of what to leave. */
function reactive<T extends object>(target: T): T {
  const skipped = (target as { readonly __v_skip?: boolean }).__v_skip === true;
  const kind = Object.prototype.toString.call(target);
  if (skipped || !/^\[object (Object|Array|Map|Set)\]$/.test(kind)) return target;
  return new Proxy(target, {
    get: (of, key, receiver) => {
      const value: unknown = Reflect.get(of, key, receiver);
      return typeof value === 'object' && value !== null ? reactive(value) : value;
    },
  });
}

/** The same by the rule of Svelte's `$state`: plain objects and lists alone are wrapped. */
function state<T extends object>(target: T): T {
  const prototype: unknown = Object.getPrototypeOf(target);
  if (prototype !== Object.prototype && prototype !== Array.prototype) return target;
  return new Proxy(target, {
    get: (of, key, receiver) => {
      const value: unknown = Reflect.get(of, key, receiver);
      return typeof value === 'object' && value !== null ? state(value) : value;
    },
  });
}

test.each([
  ['reactive', reactive],
  ['state', state],
])('handles in a deep proxy work: %s', async (_, wrap) => {
  const held = wrap({ lab, scans: [scan], mask: scan.threshold({ lo: 3 }) });
  expect(held.scans[0]!.format).toBe('array');
  expect(await held.mask.count()).toBe(2);
  expect((await held.scans[0]!.read()).data.join()).toBe('1,2,3,4');
  const table = wrap({ table: await scan.toLabels().measure() }).table;
  expect(table.column('voxels').join()).toBe('1,1,1,1');
  expect(held.lab.disposed).toBe(false);
});

test('objects say in consoles what they are', async () => {
  const query = scan.moments();
  for (const [object, name] of [
    [lab, 'EngineLab'],
    [scan, 'Volume'],
    [scan.threshold({ lo: 1 }), 'Mask'],
    [query, 'Query'],
    [await scan.slice(), 'Plane'],
    [await scan.toLabels().contacts(), 'ContactTable'],
    [await scan.toLabels().network({ estimator: 'faces' }), 'Network'],
    [await scan.toLabels().measure(), 'Table'],
    [lab.view(null, { layers: [{ grid: scan }] }), 'View'],
    [IdSet.of([1]), 'IdSet'],
    [translation([0, 0, 1]), 'Transform'],
  ] as const) {
    expect(Object.prototype.toString.call(object)).toBe(`[object ${name}]`);
    expect(object.constructor.name).toBe(name);
  }
});

test('a query has catch and finally, as a promise', async () => {
  expect(await scan.moments().catch(() => 'failed')).toMatchObject({ mean: 2.5 });
  let ended = 0;
  await scan.moments().finally(() => (ended += 1));
  expect(ended).toBe(1);
  const outside = { region: { origin: [9, 0, 0], size: [1, 1, 1] } } as const;
  const caught: unknown = await scan
    .read(outside)
    .finally(() => (ended += 1))
    .catch((e: unknown) => e);
  expect(caught).toMatchObject({ code: 'invalid-argument' });
  expect(ended).toBe(2);
});
