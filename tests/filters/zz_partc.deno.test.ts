import { expect, test } from 'vitest';
import { syntheticCathode } from '../../src/synthetic/cathode.js';
import { simulateArtefacts } from '../../src/synthetic/artefacts.js';
import { simulateImaging } from '../../src/synthetic/imaging.js';
import { flattenBackgroundNode, flattenSlicesNode } from '../../src/filters/flatten.js';
import { removeStripesNode } from '../../src/filters/remove_stripes.js';
import { removeRingsNode } from '../../src/filters/remove_rings.js';
import { alignSlicesNode } from '../../src/filters/align_slices.js';
import { driftNode } from '../../src/filters/drift.js';
import { openTestEngine } from '../harness.js';
import type { Node } from '../../src/recipe/op.js';

const size = [160, 140, 24] as const;
const rms = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  let s = 0; let m = 0;
  for (let i = 0; i < a.length; i++) { s += (a[i]! - b[i]!) ** 2; m += a[i]! - b[i]!; }
  m /= a.length;
  return Math.sqrt(s / a.length - m * m);
};
test('look', async () => {
  const engine = await openTestEngine();
  const { truth, volume } = syntheticCathode({ seed: 5, size });
  const grid = { size, spacing: [0.2, 0.2, 0.25] as const };
  const image = (o: object) => simulateImaging(truth.labels, grid, { seed: 5, artefacts: simulateArtefacts(size, { seed: 9, ...o }) });
  const clean = image({});
  expect(clean).toEqual(volume.data);
  const see = async (name: string, o: object, fix: (n: Node) => Node) => {
    const bad = image(o);
    const t = performance.now();
    const out = await engine.grid(fix(await engine.source(bad, [...size])));
    const ms = performance.now() - t;
    const cleanOut = await engine.grid(fix(await engine.source(clean, [...size])));
    console.log(name, 'before', rms(bad, clean).toFixed(0), 'after', rms(out, clean).toFixed(0), 'clean changed', rms(cleanOut, clean).toFixed(0), ms.toFixed(0) + ' ms');
  };
  for (const c of [1000, 3000, 8000]) {
    await see(`curtains ${c}`, { curtains: c }, (n) => removeStripesNode(n));
  }
  for (const c of [1000, 3000]) for (const passes of [1, 2, 3])
    await see(`rings ${c} ${passes}`, { rings: c }, (n) => removeRingsNode(n, { passes }));
  await see('flicker', { flicker: 0.1, offset: 1500 }, (n) => flattenSlicesNode(n));
  for (const passes of [1, 2, 3, 4])
    await see('shading' + passes, { shading: 12000 }, (n) => flattenBackgroundNode(n, { passes }));
  for (const lags of [1, 2, 3]) {
    const a = simulateArtefacts(size, { seed: 9, drift: 0.5 });
    const table = (await engine.value(driftNode(await engine.source(image({ drift: 0.5 }), [...size]), { lags }))) as { columns: { data: Float64Array }[] };
    const x = table.columns[1]!.data; const y = table.columns[2]!.data;
    const steps = (v: Float64Array) => v.slice(1).map((q, i) => q - v[i]!);
    console.log('drift', lags, rms(x, a.driftX), rms(y, a.driftY), 'steps', rms(steps(x), steps(a.driftX)), rms(steps(y), steps(a.driftY)), 'peak', table.columns[3]!.data[3]);
  }
  const bad = image({ drift: 0.5 });
  const out = await engine.grid(alignSlicesNode(await engine.source(bad, [...size])));
  console.log('align', rms(bad, clean), rms(out, clean));
  await engine.close();
}, 300000);
