import { readFileSync } from 'node:fs';
import { it } from 'vitest';
import { Gpu, Run } from '../../src/gpu/index.js';
import { layoutOf, wordsOf, type GpuGrid } from '../../src/implement/index.js';
import { distancePasses } from '../../src/segmentation/distance_passes.js';
import { exactWeights } from '../../src/segmentation/squared_weights.js';
import type { Vec3 } from '../../src/recipe/geometry.js';

function pack(f: (x: number, y: number, z: number) => boolean, size: Vec3): Uint32Array<ArrayBuffer> {
  const rw = Math.ceil(size[0] / 32);
  const out = new Uint32Array(rw * size[1] * size[2]);
  for (let z = 0; z < size[2]; z++) for (let y = 0; y < size[1]; y++) for (let x = 0; x < size[0]; x++)
    if (f(x, y, z)) out[(z * size[1] + y) * rw + (x >> 5)]! |= 1 << (x & 31);
  return out;
}
it('bench', async () => {
  const gpu = await Gpu.open({});
  const n = 256;
  const size: Vec3 = [n, n, n];
  const raw = new Uint8Array(readFileSync('/tmp/v/edtsep/nmc.raw'));
  const cases: Record<string, (x: number, y: number, z: number) => boolean> = {
    nmc: (x, y, z) => raw[((z % 251) * 301 + y) * 301 + x] === 1,
    balls60: (x, y, z) => ((x % 64) - 32) ** 2 + ((y % 64) - 32) ** 2 + ((z % 64) - 32) ** 2 < 900,
    one: (x, y, z) => !(x === 100 && y === 30 && z === 40),
  };
  for (const [name, f] of Object.entries(cases)) {
    const words = pack(f, size);
    const run = new Run(gpu, {});
    const meta = { kind: 'mask', storage: 'bit', size, spacing: [1, 1, 1], unit: 'px', origin: [0, 0, 0] } as const;
    const region = { origin: [0, 0, 0], size } as const;
    const layout = layoutOf('bit', region, size);
    const buffer = run.alloc(4 * wordsOf(layout), 'mask');
    run.upload(buffer, words);
    const mask: GpuGrid = { buffer, layout, region, meta, labelBound: undefined };
    const dst = run.alloc(4 * n ** 3, 'd');
    const sub = run.alloc(4 * n ** 3, 'copy');
    const measure = async (label: string, f: () => unknown) => {
      const wall: string[] = [], cpu: string[] = [];
      for (let r = 0; r < 3; r++) {
        await run.flush(); await gpu.device.queue.onSubmittedWorkDone();
        const t = performance.now(), c = process.cpuUsage();
        await f();
        await run.flush(); await gpu.device.queue.onSubmittedWorkDone();
        const u = process.cpuUsage(c);
        wall.push((performance.now() - t).toFixed(0)); cpu.push(((u.user + u.system) / 1000).toFixed(0));
      }
      console.log(name, label, 'wall', wall.join(' '), 'cpu', cpu.join(' '));
    };
    await measure('all', () => distancePasses(run, mask, dst, { squares: exactWeights([1, 1, 1], size), outside: false, result: 0, scale: 1 }));
    await measure('copy', () => run.copy(dst, 0, sub, 0, Math.floor(4.125 * n ** 3 / 2 / 4) * 4));
    const out = new Float32Array(await run.read(dst));
    let s = 0, m = 0;
    for (const v of out) { s += v; if (v > m) m = v; }
    console.log(name, 'sum', s, 'max2', m * m);
    await run.end();
  }
}, 600000);
