// Whole measurements, from a file on disk to numbers on disk, by the command line and by SciPy and
// scikit-image: npm run bench:workflows -- [--sizes 128,256] [--ops porosity] [--repeats 3]
//   [--json FILE] [--write-docs]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openEngine } from '../../src/engine/index.js';
import { LIBRARY } from '../../src/version.js';
import { thisMachine, thisRuntime } from '../headless/machine.js';
import { replaceMeasured } from '../headless/performance_page.js';
import { pythonCommand } from '../headless/python_peers.js';
import { runLaps, type Laps } from './laps.js';
import {
  rowText,
  SCHEMA,
  workflowTables,
  type WorkflowReport,
  type WorkflowRow,
} from './report.js';
import { stackFile } from './stacks.js';
import { compare, WORKFLOWS, type Numbers, type Results, type Workflow } from './workflows.js';

const PEERS = resolve('bench/workflows/peers.py');
const VERSIONS =
  'import sys, numpy, scipy, skimage, tifffile; print("Python", sys.version.split()[0] + ",", "NumPy", numpy.__version__ + ",", "SciPy", scipy.__version__ + ",", "scikit-image", skimage.__version__)';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '64,128,256' },
    ops: { type: 'string', default: WORKFLOWS.map(({ name }) => name).join() },
    /** Measurements after the first. */
    repeats: { type: 'string', default: '3' },
    /** Of the peers, which take long. */
    'peer-repeats': { type: 'string', default: '1' },
    json: { type: 'string' },
    'write-docs': { type: 'boolean', default: false },
  },
});

const peers = spawnSync(pythonCommand(), ['-c', VERSIONS], { encoding: 'utf8' });
const lab = await openEngine();
const { adapter } = lab.info;
const rows: WorkflowRow[] = [];
const report = (): WorkflowReport => ({
  schema: SCHEMA,
  version: 1,
  date: new Date().toISOString(),
  library: LIBRARY,
  runtime: thisRuntime(),
  adapter: adapter.description,
  machine: thisMachine(),
  load,
  peers: peers.status === 0 ? peers.stdout.trim() : 'no peers',
  rows,
});
const load = loadavg()[0] ?? NaN;
const folder = mkdtempSync(join(tmpdir(), 'voxmetry-workflows-'));
try {
  const scan = await lab.open(
    { data: new Uint16Array(32 ** 3), size: [32, 32, 32] },
    { name: 'scan' },
  );
  const recipes = new Map(
    WORKFLOWS.map((workflow) => [workflow, JSON.stringify(workflow.ask(scan))] as const),
  );
  const names = values.ops.split(',').map((name) => name.trim());
  for (const size of values.sizes.split(',').map(Number))
    for (const [workflow, recipe] of recipes) {
      if (!names.includes(workflow.name)) continue;
      rows.push(await measure(workflow, recipe, size));
      console.log(rowText(rows.at(-1)!));
      if (values.json !== undefined)
        writeFileSync(
          resolve(process.env['INIT_CWD'] ?? '', values.json),
          JSON.stringify(report()),
        );
    }
  if (values['write-docs'])
    replaceMeasured('docs/performance.md', 'npm run bench:workflows', workflowTables(report()));
} finally {
  rmSync(folder, { recursive: true });
  await lab.dispose();
}
if (rows.some(({ agrees }) => !agrees)) process.exitCode = 1;

/** One workflow by both, the one after the other. */
async function measure(workflow: Workflow, recipe: string, size: number): Promise<WorkflowRow> {
  const file = await stackFile(join('.cache', 'bench', 'workflows'), workflow.stack, size);
  const stored = join(folder, 'recipe.json');
  writeFileSync(stored, recipe);
  const out = join(folder, 'ours');
  const times = (text: string): number => 1 + Number(text);
  const ours = await runLaps(
    process.execPath,
    [
      ...['run', '-A', '--unstable-webgpu', 'dist/cli.js', 'run', stored],
      ...Array.from({ length: times(values.repeats) }, () => file),
      ...['--out', out],
    ],
    // Kernels are compiled anew, as in the first run on a machine.
    { ...process.env, MESA_SHADER_CACHE_DISABLE: 'true' },
  );
  const numbers = ownNumbers(workflow, join(out, `${workflow.stack}-${String(size)}`));
  if (peers.status !== 0)
    return { workflow: workflow.name, size, ours, theirs: null, check: '–', agrees: true };
  const theirs: Laps = await runLaps(
    pythonCommand(),
    [PEERS, workflow.name, file, join(folder, 'theirs'), String(times(values['peer-repeats']))],
    process.env,
  );
  const found = readJson(join(folder, 'theirs', 'numbers.json')) as Numbers;
  const { agrees, text } = compare(workflow, found, numbers);
  return {
    workflow: workflow.name,
    size,
    ours,
    theirs,
    check: `${text}; ${workflow.differs}`,
    agrees,
  };
}

function ownNumbers(workflow: Workflow, results: string): Numbers {
  const index = readJson(join(results, 'results.json')) as {
    readonly results: Results;
    readonly files: readonly string[];
  };
  const table = index.files.find((name) => name.endsWith('.csv'));
  const text = table === undefined ? '' : readFileSync(join(results, table), 'utf8');
  return workflow.numbers(index.results, text);
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
