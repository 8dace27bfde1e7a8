import { it } from 'vitest';
import { openTestEngine } from '../harness.js';
import { makeNode } from '../../src/recipe/op.js';
import { greyDilate } from '../../src/filters/grey_morphology.js';
import { rank } from '../../src/filters/rank.js';
import { localContrastNode } from '../../src/filters/local_contrast.js';
import { arithmeticNode } from '../../src/filters/arithmetic.js';
import { bin } from '../../src/filters/bin.js';
import { resample } from '../../src/filters/resample.js';
import { flip } from '../../src/filters/flip.js';
import { makeArray } from '../../src/recipe/dtype.js';
it('speed', async () => {
  const e = await openTestEngine({ profile: true });
  const n = Number(process.env['N'] ?? 256);
  for (const dtype of (process.env['DT'] ?? 'u8').split(',') as ('u8' | 'u16' | 'f32')[]) {
    const data = makeArray(dtype, n ** 3);
    let s = 1;
    for (let i = 0; i < data.length; i++) { s = (Math.imul(s, 1664525) + 1013904223) >>> 0; data[i] = s >>> 24; }
    const v = await e.source(data, [n, n, n]);
    const work = {
      readonly: () => v,
      dilate3: () => makeNode(greyDilate, { volume: v }, { size: 3 }),
      dilate5: () => makeNode(greyDilate, { volume: v }, { size: 5 }),
      dilate15: () => makeNode(greyDilate, { volume: v }, { size: 15 }),
      dilate51: () => makeNode(greyDilate, { volume: v }, { size: 51 }),
      ball3: () => makeNode(greyDilate, { volume: v }, { radius: 3 }),
      ball5: () => makeNode(greyDilate, { volume: v }, { radius: 5 }),
      ball10: () => makeNode(greyDilate, { volume: v }, { radius: 10 }),
      rank3: () => makeNode(rank, { volume: v }, { size: 3, percentile: 25 }),
      rank5: () => makeNode(rank, { volume: v }, { size: 5, percentile: 25 }),
      add: () => arithmeticNode('add', v, 1),
      addSame: () => arithmeticNode('add', v, v, { result: 'same' }),
      flip: () => makeNode(flip, { grid: v }, { axes: ['x', 'y'] }),
      bin: () => makeNode(bin, { grid: v }, { factor: 2 }),
      mode: () => makeNode(bin, { grid: v }, { factor: 2, by: 'mode' }),
      linear: () => makeNode(resample, { grid: v }, { spacing: 1.3 }),
      cubic: () => makeNode(resample, { grid: v }, { spacing: 1.3, method: 'cubic' }),
      contrast: () => localContrastNode(v, { size: 31 }),
    };
    const only = process.env['WHAT']?.split(',');
    for (const [name, make] of Object.entries(work)) {
      if (only && !only.includes(name)) continue;
      const node = make();
      const slice = { origin: [0, 0, 0], size: [32, 1, 1] } as const;
      await e.grid(node, slice);
      const best: number[] = [];
      let cost;
      for (let k = 0; k < 3; k++) {
        e.engine.evaluator.clear();
        await e.grid(v);
        e.costs();
        // Computing whole, reading back little: bind as input of a global-free consumer.
        const cpu = process.cpuUsage();
        await e.grid(node, { origin: [0, 0, 0], size: [n, n, n] });
        const used = process.cpuUsage(cpu);
        cost = e.costs().filter((c) => c.op === node.op.name)[0] ?? { read: 0, write: 0 };
        best.push((used.user + used.system) / 2000);
      }
      console.log(dtype, name, best.map((b) => b.toFixed(0)).join(' '), 'B/voxel', (((cost?.read ?? 0) + (cost?.write ?? 0)) / n ** 3).toFixed(2));
    }
  }
  await e.close();
}, 600000);
