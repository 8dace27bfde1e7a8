import { expect, it } from 'vitest';
import { CASES } from '../../bench/cases/index.js';
import { NiimathPeers } from '../../bench/peers/niimath.js';
import { Engine } from '../../src/engine/engine.js';
import { loadAllImplementations } from '../../src/engine/registry.js';
import { sourceNode } from '../../src/recipe/source_op.js';
import { syntheticField } from '../../src/synthetic/index.js';

const EDGE = 48;

it('niimath counts only where its result is ours', async () => {
  const [engine] = await Promise.all([Engine.open(), loadAllImplementations()]);
  try {
    const peers = await NiimathPeers.start(engine);
    expect(Object.values(peers.modules.modules)).not.toContain(null);
    const names = [
      'median 3',
      'gaussian 1',
      'grey dilate 5',
      'threshold u16',
      'components 26',
      'distance',
    ];
    for (const name of names) {
      const bench = CASES.find((one) => one.name === name)!;
      const data = syntheticField({ kind: bench.fields[0]!, size: [EDGE, EDGE, EDGE] }).slab(
        0,
        EDGE,
      );
      const opened = await engine.open({ data, size: [EDGE, EDGE, EDGE] }, {});
      const source = sourceNode(opened.id, opened.name, opened.meta);
      const [time] = await peers.time(bench, source, bench.make(source));
      expect(time, name).toMatchObject({ status: 'agrees' });
      expect(time!.wallMs.length).toBeGreaterThan(0);
    }
    // A result that is not ours has no time.
    const bench = CASES.find(({ name }) => name === 'threshold u16')!;
    const data = syntheticField({ kind: 'gray', size: [EDGE, EDGE, EDGE] }).slab(0, EDGE);
    const opened = await engine.open({ data, size: [EDGE, EDGE, EDGE] }, {});
    const source = sourceNode(opened.id, opened.name, opened.meta);
    const [task] = bench.peers!(source, bench.make(source));
    const wrong = { ...bench, peers: () => [{ ...task!, params: { lo: 30000 } }] };
    expect(await peers.time(wrong, source, bench.make(source))).toMatchObject([
      { status: 'disagrees', wallMs: [] },
    ]);
  } finally {
    await engine.dispose();
  }
});
