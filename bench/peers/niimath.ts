import script from '../../node_modules/@niivue/niimath/dist/niimath.js?raw';
import wasmUrl from '../../node_modules/@niivue/niimath/dist/niimath.wasm?url&inline';
import type { Engine } from '../../src/engine/engine.js';
import type { GridArray } from '../../src/recipe/dtype.js';
import { wholeRegion, type Vec3 } from '../../src/recipe/geometry.js';
import { gridMeta, type Node } from '../../src/recipe/op.js';
import type { BenchCase, Job, PeerTask } from '../cases/index.js';
import { quietContext } from '../measure/execution.js';
import type { PeerModules, PeerTime } from '../report/schema.js';
import type { Peers } from '../suite.js';
import { closeInside, samePartition, type Agreement } from './agreement.js';
import { readNifti, writeNifti } from './nifti.js';

const PACKAGE = '@niivue/niimath';
const VERSION = '1.0.1';
/** How often it is timed, unless that takes longer than so many milliseconds. */
const REPEATS = 3;
const MILLISECONDS = 5000;
const [INPUT, OUTPUT] = ['in.nii', 'out.nii'];

/** The part of the module, made by Emscripten, that is used here. */
interface Niimath {
  FS_createDataFile(
    folder: string,
    name: string,
    data: Uint8Array,
    read: boolean,
    write: boolean,
  ): void;
  FS_readFile(name: string): Uint8Array;
  FS_unlink(name: string): void;
  callMain(words: string[]): number;
}

interface NiimathScript {
  readonly default: (options: Readonly<Record<string, unknown>>) => Promise<Niimath>;
}

/** A task in niimath's words, the type of its result, and how that is compared with ours. */
interface Command {
  readonly words: readonly string[];
  readonly type: 'char' | 'int' | 'flt';
  readonly compare: (theirs: ArrayLike<number>, ours: GridArray, size: Vec3) => Agreement;
}

/** What niimath can do of the tasks in `peers.py`; undefined for others. */
export function niimathCommand({ task, params }: PeerTask): Command | undefined {
  const text = (name: string): string => String(params[name]);
  const within =
    (margin: number, tolerance: number): Command['compare'] =>
    (theirs, ours, size) =>
      closeInside(theirs, ours, size, { margin, tolerance });
  const half = Math.floor((params['size'] ?? 0) / 2);
  const window = ['-kernel', 'boxv', text('size')];
  switch (task) {
    case 'gaussian':
      return {
        words: ['-s', text('sigma')],
        type: 'flt',
        compare: within(8 * (params['sigma'] ?? 1), 0.002),
      };
    case 'median':
      return { words: [...window, '-fmedian'], type: 'flt', compare: within(half, 0) };
    case 'dilation':
      return { words: [...window, '-dilF'], type: 'flt', compare: within(half, 0) };
    case 'threshold':
      return { words: ['-thr', text('lo'), '-bin'], type: 'char', compare: within(0, 0) };
    case 'label':
      return { words: ['-bwlabel', text('connectivity')], type: 'int', compare: samePartition };
    case 'distance':
      return { words: ['-edt'], type: 'flt', compare: within(0, 1e-5) };
    default:
      return undefined;
  }
}

/**
 * niimath (WebAssembly, one thread) in this thread. Its times include that it reads and writes
 * NIfTI in memory.
 */
export class NiimathPeers implements Peers {
  readonly modules: PeerModules;
  readonly #engine: Engine;
  readonly #module: Niimath | undefined;

  private constructor(engine: Engine, module: Niimath | undefined) {
    this.#engine = engine;
    this.#module = module;
    this.modules = { python: '', modules: { [PACKAGE]: module === undefined ? null : VERSION } };
  }

  /** Loads the module; where it cannot be, its tasks are named as absent. */
  static async start(engine: Engine): Promise<NiimathPeers> {
    const module = await load().catch(() => undefined);
    return new NiimathPeers(engine, module);
  }

  async time(bench: BenchCase, source: Node, job: Job): Promise<PeerTime[]> {
    const times: PeerTime[] = [];
    // Several tasks of one case are several programs for one result.
    const [task] = bench.peers?.(source, job) ?? [];
    const command = task === undefined ? undefined : niimathCommand(task);
    const volume = task?.inputs['volume'];
    if (command === undefined || volume === undefined) return times;
    const name = `niimath ${command.words.find((word) => /^-(?!kernel)[a-z]/i.test(word)) ?? ''}`;
    if (this.#module === undefined)
      return [{ name, wallMs: [], cpuMs: [], check: `${PACKAGE} did not load`, status: 'absent' }];
    try {
      const { size } = gridMeta(volume);
      const { wallMs, result } = run(
        this.#module,
        writeNifti(await this.#read(volume), size),
        command,
      );
      const { agrees, text } = command.compare(
        readNifti(result),
        await this.#read(job.result),
        size,
      );
      return [
        {
          name,
          wallMs: agrees ? wallMs : [],
          cpuMs: [],
          check: text,
          status: agrees ? 'agrees' : 'disagrees',
        },
      ];
    } catch (error) {
      const check = error instanceof Error ? error.message : String(error);
      return [{ name, wallMs: [], cpuMs: [], check, status: 'failed' }];
    }
  }

  #read(node: Node): Promise<GridArray> {
    return this.#engine.evaluator.read(node, wholeRegion(gridMeta(node).size), quietContext());
  }
}

/** The package's script finds its WebAssembly beside it; here both are inside the page. */
async function load(): Promise<Niimath> {
  const wasmBinary = await (await fetch(wasmUrl)).arrayBuffer();
  const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  try {
    const { default: start } = (await import(/* @vite-ignore */ url)) as NiimathScript;
    const quiet = (): void => undefined;
    const locateFile = (name: string): string => name;
    return await start({ wasmBinary, locateFile, print: quiet, printErr: quiet });
  } finally {
    URL.revokeObjectURL(url);
  }
}

function run(
  module: Niimath,
  file: Uint8Array,
  { words, type }: Command,
): { wallMs: number[]; result: Uint8Array } {
  const wallMs: number[] = [];
  module.FS_createDataFile('.', INPUT, file, true, true);
  try {
    const begin = performance.now();
    for (;;) {
      const start = performance.now();
      const code = module.callMain([INPUT, '-gz', '0', ...words, OUTPUT, '-odt', type]);
      wallMs.push(performance.now() - start);
      if (code !== 0) throw new Error(`niimath ended with code ${String(code)}.`);
      const result = module.FS_readFile(OUTPUT);
      module.FS_unlink(OUTPUT);
      if (wallMs.length === REPEATS || performance.now() - begin > MILLISECONDS)
        return { wallMs, result };
    }
  } finally {
    module.FS_unlink(INPUT);
  }
}
