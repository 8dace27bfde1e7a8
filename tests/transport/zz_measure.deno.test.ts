import { afterAll, beforeAll, test } from 'vitest';
import { gaussian } from '../../src/filters/gaussian.js';
import { makeNode } from '../../src/recipe/op.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { Random } from '../../src/synthetic/random.js';
import { transportNode, type TransportValue } from '../../src/transport/tortuosity.js';
import { openTestEngine, type TestEngine } from '../harness.js';
let engine: TestEngine;
beforeAll(async () => { engine = await openTestEngine(); });
afterAll(() => engine.close());
for (const n of (process.env['SIZES'] ?? '32,64,128').split(',').map(Number))
  for (const phi of ['0.5', '0.18'])
    for (const seed of [1, 2])
      test(`${n} ${phi} ${seed}`, { timeout: 900000 }, async () => {
        const random = new Random(seed);
        const noise = Float32Array.from({ length: n ** 3 }, () => random.normal());
        const src = await engine.source(noise, [n, n, n]);
        const sigma = n / 16;
        const smooth = makeNode(gaussian, { volume: src }, { sigma });
        const data = (await engine.grid(smooth)) as Float32Array;
        const sorted = data.slice().sort();
        const lo = sorted[Math.floor((1 - Number(phi)) * sorted.length)]!;
        engine.costs();
        const t0 = performance.now();
        for (const axis of ['z', 'x'] as const) {
        const v = (await engine.value(transportNode(makeNode(threshold, { volume: smooth }, { lo }), { axis }))) as TransportValue;
        const cost = engine.costs().find((c) => c.op === 'transport');
        console.log(n, phi, seed, axis, 'tau', v.tortuosityFactor, 'it', v.iterations, v.fluxSpread, 'perc', v.percolatingFraction / v.fraction, ((performance.now() - t0) / 1000).toFixed(1) + 's', 'B/vox/it', cost && ((cost as any).read + (cost as any).write) / n ** 3 / Math.max(1, v.iterations), JSON.stringify(cost));
        }
      });
