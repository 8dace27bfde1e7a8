import { parseArgs } from 'node:util';
import { CASES, type BenchCase } from '../cases/index.js';
import { DEFAULT_SETTINGS, type Settings } from '../report/schema.js';

/** What a command line asks for. */
export interface Arguments {
  readonly cases: readonly BenchCase[];
  readonly settings: Settings;
  readonly json: string | undefined;
  /** A saved report to print and write about, instead of measuring. */
  readonly from: string | undefined;
  readonly peers: boolean;
  /** Prints the times of the kernels of every case. */
  readonly kernels: boolean;
  readonly writeDocs: boolean;
}

export const USAGE = `npm run bench -- [options]
  --ops NAMES      cases whose name starts with one of these, or groups; separated by commas (all)
  --sizes NUMBERS  voxels along the edge of the cubes (64,128,256)
  --samples N      batches per case (5)
  --per-wait N     executions per batch (10)
  --batch-seconds  a batch of slow executions ends after about so long (1)
  --json FILE      saves every sample
  --peers          times SciPy, scikit-image and others on the same volumes, and compares the results
  --kernels        prints the time of every kernel below its case
  --write-docs     writes the tables of docs/performance.md; with --peers
  --from FILE      measures nothing: prints a saved run, and writes the tables with --write-docs
  --list           prints the cases`;

/** The command line is wrong; the message says how. */
export class UsageError extends Error {}

/** Reads the command line; undefined when it only asked for help or the list. */
export function readArguments(words: readonly string[]): Arguments | 'help' | 'list' {
  const { values } = parsed(words);
  if (values.help) return 'help';
  if (values.list) return 'list';
  const count = (name: string, text: string, least: number): number => {
    const value = Number(text);
    if (!(value >= least))
      throw new UsageError(`--${name} must be at least ${String(least)}: ${text}`);
    return value;
  };
  const sizes = values.sizes.split(',').map((text) => {
    const size = count('sizes', text, 8);
    if (!Number.isInteger(size)) throw new UsageError(`--sizes takes whole numbers: ${text}`);
    return size;
  });
  return {
    cases: chooseCases(values.ops),
    settings: {
      ...DEFAULT_SETTINGS,
      sizes: [...new Set(sizes)].sort((a, b) => a - b),
      samples: count('samples', values.samples, 1),
      perWait: count('per-wait', values['per-wait'], 1),
      batchSeconds: count('batch-seconds', values['batch-seconds'], 0.01),
    },
    json: values.json,
    from: values.from,
    peers: values.peers,
    kernels: values.kernels,
    writeDocs: values['write-docs'],
  };
}

/** The cases whose name starts with one of the words, or whose group is one of them. */
export function chooseCases(text: string | undefined): readonly BenchCase[] {
  if (text === undefined) return CASES;
  const words = text.split(',').map((word) => word.trim());
  const unknown = words.find((word) => !CASES.some((bench) => isNamed(bench, word)));
  if (unknown !== undefined)
    throw new UsageError(`--ops: there is no case '${unknown}'. See --list.`);
  return CASES.filter((bench) => words.some((word) => isNamed(bench, word)));
}

function isNamed({ name, group }: BenchCase, word: string): boolean {
  return group === word || name === word || name.startsWith(`${word} `);
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        ops: { type: 'string' },
        sizes: { type: 'string', default: DEFAULT_SETTINGS.sizes.join() },
        samples: { type: 'string', default: String(DEFAULT_SETTINGS.samples) },
        'per-wait': { type: 'string', default: String(DEFAULT_SETTINGS.perWait) },
        'batch-seconds': { type: 'string', default: String(DEFAULT_SETTINGS.batchSeconds) },
        json: { type: 'string' },
        from: { type: 'string' },
        kernels: { type: 'boolean', default: false },
        peers: { type: 'boolean', default: false },
        'write-docs': { type: 'boolean', default: false },
        list: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
