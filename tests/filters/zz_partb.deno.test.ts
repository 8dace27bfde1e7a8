import { it } from 'vitest';
import { readFileSync, readdirSync } from 'node:fs';
import { openTestEngine } from '../harness.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { voxels } from '../../src/recipe/length.js';
import { gaussian } from '../../src/filters/gaussian.js';
import * as d from '../../src/filters/derivatives.js';
import { bilateralNode } from '../../src/filters/bilateral.js';
import { nonLocalMeansNode } from '../../src/filters/non_local_means.js';
import { anisotropicDiffusionNode } from '../../src/filters/anisotropic_diffusion.js';
import { totalVariationNode } from '../../src/filters/total_variation.js';
import { noiseNode } from '../../src/stats/noise.js';
function cpu(): number { let all = 0; for (const t of readdirSync('/proc/self/task')) { try { const st = readFileSync('/proc/self/task/' + t + '/stat', 'utf8'); const f = st.slice(st.lastIndexOf(')') + 2).split(' '); all += Number(f[11]) + Number(f[12]); } catch { /* gone */ } } return all * 10; }
it('speed', async () => {
  const e = await openTestEngine({});
  const n = 128;
  const noisy = Uint8Array.from(readFileSync('/tmp/h/noisy.raw')), clean = Uint8Array.from(readFileSync('/tmp/h/clean.raw'));
  const v = await e.source(noisy, [n, n, n]);
  const g = { sigma: voxels(1.5) };
  const work: Record<string, () => Node> = {
    gaussian: () => makeNode(gaussian, { volume: v }, g),
    gradmag: () => makeNode(d.gradientMagnitude, { volume: v }, g),
    laplacian: () => makeNode(d.laplacian, { volume: v }, g),
    hessian: () => makeNode(d.hessianEigenvalue, { volume: v }, g),
    structure: () => makeNode(d.structureEigenvalue, { volume: v }, { ...g, rho: voxels(2) }),
    noise: () => noiseNode(v),
    bilateral: () => bilateralNode(v),
    bil2: () => bilateralNode(v, { contrast: 50 }),
    pm: () => anisotropicDiffusionNode(v),
    pm2: () => anisotropicDiffusionNode(v, { contrast: 41.5 }),
    pm25: () => anisotropicDiffusionNode(v, { contrast: 50 }),
    pmr: () => anisotropicDiffusionNode(v, { contrast: 20, conductance: 'rational' }),
    tv: () => totalVariationNode(v),
    tv05: () => totalVariationNode(v, { weight: 10 }),
    tv07: () => totalVariationNode(v, { weight: 14 }),
    nlm5: () => nonLocalMeansNode(v, { search: 5 }),
    nlm7: () => nonLocalMeansNode(v, { search: 7 }),
    nlm11: () => nonLocalMeansNode(v, {}),
  };
  const only = process.env['WHAT']?.split(',');
  for (const [name, make] of Object.entries(work)) {
    if (only && !only.includes(name)) continue;
    const node = make();
    const scalar = node.meta.kind === 'scalar';
    if (!scalar && !name.startsWith('nlm')) await e.grid(node, { origin: [0, 0, 0], size: [32, 1, 1] });
    e.engine.evaluator.clear(); await e.grid(v); if (name !== 'noise') await e.value(noiseNode(v)); e.costs();
    const t = performance.now(), c0 = cpu();
    const out = scalar ? await e.value(node) : await e.grid(node);
    const ms = performance.now() - t, used = cpu() - c0;
    const c = e.costs().find((x) => x.op === node.op.name)!;
    let err = 0; if (!scalar) { for (let i = 0; i < clean.length; i++) err += ((out as Float32Array)[i]! - clean[i]!) ** 2; err = Math.sqrt(err / clean.length); }
    console.log(name, ms.toFixed(0), 'ms, cpu', used, scalar ? String(out) : 'rmse ' + err.toFixed(3), 'B/voxel', ((c.read + c.write) / n ** 3).toFixed(1), 'dispatches', c.dispatches);
  }
  await e.close();
}, 900000);
