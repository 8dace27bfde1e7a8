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
import { readFileSync, readdirSync } from 'node:fs';
const names = new Map<string, number>();
function threads(): { gpu: number; all: number } {
  let gpu = 0, all = 0;
  for (const t of readdirSync('/proc/self/task')) {
    try {
      const stat = readFileSync('/proc/self/task/' + t + '/stat', 'utf8');
      const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
      const f = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const ticks = Number(f[11]) + Number(f[12]);
      all += ticks;
      names.set(name + t, ticks);
      if (name.startsWith('llvmpipe')) gpu += ticks;
    } catch { /* gone */ }
  }
  return { gpu, all };
}
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
      const best: number[] = []; const other: number[] = [];
      let cost;
      for (let k = 0; k < 3; k++) {
        e.engine.evaluator.clear();
        await e.grid(v);
        e.costs();
        // Computing whole, reading back little: bind as input of a global-free consumer.
        const cpu = threads();
        await e.grid(node, { origin: [0, 0, 0], size: [n, n, n] });
        const used = threads();
        cost = e.costs().filter((c) => c.op === node.op.name)[0] ?? { read: 0, write: 0 };
        best.push((used.gpu - cpu.gpu) * 5) ; other.push((used.all - cpu.all) * 5);
      }
      console.log(dtype, name, best.map((b) => b.toFixed(0)).join(' '), 'all', other.map((b) => b.toFixed(0)).join(' '), 'B/voxel', (((cost?.read ?? 0) + (cost?.write ?? 0)) / n ** 3).toFixed(2));
    }
  }
  console.log('threads', JSON.stringify([...names].sort((a, b) => b[1] - a[1]).slice(0, 8)));
  await e.close();
}, 600000);
