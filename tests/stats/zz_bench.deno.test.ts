import { test } from 'vitest';
import { readFileSync, existsSync } from 'node:fs';
import { makeNode, gridMeta } from '../../src/recipe/op.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { histogramNode } from '../../src/stats/histogram.js';
import { momentsNode } from '../../src/stats/moments.js';
import { rangeNode } from '../../src/stats/range.js';
import { measureNode } from '../../src/stats/measure.js';
import { fraction } from '../../src/stats/fraction.js';
import { labelCount } from '../../src/stats/label_count.js';
import { openTestEngine } from '../harness.js';
test('bench', async () => {
  const e = await openTestEngine();
  const S = [256,256,256] as const;
  const buf = (f: string) => { const b = readFileSync(`/tmp/v/bench/${f}`); return b.buffer.slice(b.byteOffset, b.byteOffset + b.byteLength) as ArrayBuffer; };
  const u16 = new Uint16Array(buf('gray.u16')); const f32 = new Float32Array(buf('gray.f32')); const u8 = new Uint8Array(buf('gray.u8'));
  const lab = new Uint32Array(buf('spheres.u32')); const net = new Uint32Array(buf('net.u32'));
  const src = async (a: any) => { const n = await e.source(a, S); await e.grid(n, {origin:[0,0,0], size:[32,1,1]}); return n; };
  const n8 = await src(u8), n16 = await src(u16), nf = await src(f32), nl0 = await src(lab), nn0 = await src(net);
  const L = (n: any) => ({ ...n, meta: { ...gridMeta(n), kind: 'labels' as const } });
  const m = makeNode(threshold, { volume: n8 }, { lo: 128 });
  const time = async (name: string, make: () => any) => {
    const t: number[] = []; let cost = '';
    for (let i = 0; i < 4; i++) { (e.engine.evaluator as any)['clearValues']?.(); const node = make(); e.costs(); const a = performance.now(); 
      await e.value(node); t.push(performance.now() - a);
      cost = e.costs().map(c => `${c.op} ${((c.read+c.write)/2**24).toFixed(2)}B/vx`).join(', ');
      (e.engine.evaluator as any).valuesForBench?.clear(); await bust(e); }
    console.log(name.padEnd(26), t.map(x => x.toFixed(0)).join(' '), cost);
  };
  const bust = async (en: any) => { en.engine.evaluator.clear(); };
  // keep the sources resident: clear() drops them, so upload again before timing
  const fresh = async (name: string, grids: any[], make: () => any) => {
    const t: number[] = []; let cost = '';
    if (process.env['ONLY'] && !name.startsWith(process.env['ONLY'])) return; for (let i = 0; i < 3; i++) { e.engine.evaluator.clear(); for (const g of grids) await warm(g); e.costs(); const c0 = process.cpuUsage(); await e.value(make()); const c1 = process.cpuUsage(c0); t.push((c1.user+c1.system)/2000); cost = e.costs().map(c => `${c.op} ${((c.read+c.write)/2**24).toFixed(2)}B/vx`).join(', '); }
    console.log(name.padEnd(26), t.map(x => x.toFixed(0)).join(' '), cost);
  };
  const warm = async (g: any) => { await e.value(makeNodeWarm(g)); };
  const makeNodeWarm = (g: any) => g.meta.kind === 'mask' ? makeNode(fraction, { mask: g, within: g }) : g.meta.kind === 'labels' ? makeNode(labelCount, { labels: g }) : rangeNode(g, m);
  await fresh('range u8', [n8], () => rangeNode(n8));
  await fresh('range f32', [nf], () => rangeNode(nf));
  await fresh('moments u8', [n8], () => momentsNode(n8));
  await fresh('moments u16', [n16], () => momentsNode(n16));
  await fresh('moments f32', [nf], () => momentsNode(nf));
  await fresh('histogram u8', [n8], () => histogramNode(n8));
  await fresh('histogram u16', [n16], () => histogramNode(n16));
  await fresh('histogram f32', [nf], () => histogramNode(nf));
  await fresh('fraction', [m], () => makeNode(fraction, { mask: m }));
  const nl = L(nl0), nn = L(nn0);
  await fresh('labelCount', [nl], () => makeNode(labelCount, { labels: nl }));
  await fresh('measure spheres', [nl], () => measureNode(nl));
  await fresh('measure spheres+u16', [nl, n16], () => measureNode(nl, { intensity: n16 }));
  await fresh('measure spheres+u16+d', [nl, n16, nf], () => measureNode(nl, { intensity: n16, distance: nf }));
  await fresh('measure spheres+f32', [nl, nf], () => measureNode(nl, { intensity: nf }));
  await fresh('measure network+u16', [nn, n16], () => measureNode(nn, { intensity: n16 }));
  void time;
  await e.close();
}, 600000);
