// Runs the suite in a worker, so that the page stays awake while fields are made and shaders
// compiled.
import { Engine } from '../../src/engine/engine.js';
import type { GridArray } from '../../src/recipe/dtype.js';
import { syntheticField } from '../../src/synthetic/index.js';
import { CASES } from '../cases/index.js';
import { NiimathPeers } from '../peers/niimath.js';
import { runSuite, type FieldMaker } from '../suite.js';
import type { RunNews, RunOrder } from './messages.js';

const tell = (news: RunNews): void => {
  self.postMessage(news);
};

const makeField: FieldMaker = (kind, size): Promise<GridArray> =>
  Promise.resolve(syntheticField({ kind, size: [size, size, size] }).slab(0, size));

async function run({ cases, peers, ...order }: RunOrder): Promise<void> {
  const engine = await Engine.open({ powerPreference: 'high-performance' });
  try {
    const report = await runSuite(engine, {
      ...order,
      cases: CASES.filter(({ name }) => cases.includes(name)),
      fields: makeField,
      peers: peers ? await NiimathPeers.start(engine) : undefined,
      cpu: () => undefined,
      onCase: (name, done) => {
        tell({ type: 'case', name, done });
      },
      onMeasurement: (_, soFar) => {
        tell({ type: 'report', report: soFar });
      },
    });
    tell({ type: 'end', report });
  } finally {
    await engine.dispose();
  }
}

self.addEventListener('message', ({ data }: MessageEvent<RunOrder>) => {
  run(data).catch((error: unknown) => {
    tell({ type: 'error', message: error instanceof Error ? error.message : String(error) });
  });
});
