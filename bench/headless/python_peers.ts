import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Engine } from '../../src/engine/engine.js';
import type { GridArray } from '../../src/recipe/dtype.js';
import { wholeRegion } from '../../src/recipe/geometry.js';
import { gridMeta, isGridMeta, type Node } from '../../src/recipe/op.js';
import type { BenchCase, Job } from '../cases/index.js';
import { quietContext } from '../measure/execution.js';
import type { PeerModules, PeerTime } from '../report/schema.js';
import type { Peers } from '../suite.js';
import { saveNpy } from './npy.js';

/** How often a peer is timed, unless that takes longer than so many seconds. */
const REPEATS = 5;
const SECONDS = 8;

/** A process that we write to and read from; its errors go to the terminal. */
type PeerProcess = ChildProcessByStdio<Writable, Readable, null>;

type Answer = Omit<PeerTime, 'name'>;

/**
 * The Python that carries the peers: Debian's own, where its packages are, or the first on PATH.
 */
export function pythonCommand(): string {
  return existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
}

/**
 * SciPy, scikit-image and others in a process that lives as long as the suite. Each is timed alone.
 */
export class PythonPeers implements Peers {
  readonly modules: PeerModules;
  readonly #engine: Engine;
  readonly #process: PeerProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #folder: string;

  private constructor(
    engine: Engine,
    process: PeerProcess,
    lines: AsyncIterator<string>,
    modules: PeerModules,
  ) {
    this.#engine = engine;
    this.#process = process;
    this.#lines = lines;
    this.modules = modules;
    this.#folder = mkdtempSync(join(tmpdir(), 'voxmetry-peers-'));
  }

  /** Starts the process; undefined with a printed reason where there is no Python. */
  static async start(engine: Engine, script: string): Promise<PythonPeers | undefined> {
    const child = spawn(pythonCommand(), ['-u', script], { stdio: ['pipe', 'pipe', 'inherit'] });
    const failed = new Promise<undefined>((resolve) => {
      child.once('error', () => {
        resolve(undefined);
      });
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const first = await Promise.race([lines.next(), failed]);
    if (first === undefined || first.done === true) return undefined;
    return new PythonPeers(engine, child, lines, JSON.parse(first.value) as PeerModules);
  }

  async time(bench: BenchCase, source: Node, job: Job): Promise<PeerTime[]> {
    const times: PeerTime[] = [];
    const tasks = bench.peers?.(source, job) ?? [];
    if (tasks.length === 0) return times;
    const files: string[] = [];
    try {
      const ours = await this.#save(job.result, 'ours');
      files.push(ours);
      for (const { name, task, inputs, params, kernels } of tasks) {
        const paths: Record<string, string> = {};
        for (const [key, node] of Object.entries(inputs)) {
          paths[key] = await this.#save(node, key);
          files.push(paths[key]);
        }
        const answer = await this.#ask({
          task,
          inputs: paths,
          params,
          ours,
          repeats: REPEATS,
          seconds: SECONDS,
        });
        times.push({ name, ...answer, ...(kernels === undefined ? {} : { kernels }) });
      }
    } finally {
      for (const file of files) rmSync(file, { force: true });
    }
    return times;
  }

  /** Ends the process and takes its files away. */
  close(): void {
    this.#process.stdin.end();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #ask(request: unknown): Promise<Answer> {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    const line = await this.#lines.next();
    if (line.done === true)
      throw new Error('The peer process ended. Run peers.py by hand to see why.');
    return JSON.parse(line.value) as Answer;
  }

  async #save(node: Node, name: string): Promise<string> {
    const { evaluator } = this.#engine;
    if (isGridMeta(node.meta)) {
      const { size } = gridMeta(node);
      const data = await evaluator.read(node, wholeRegion(size), quietContext());
      const file = join(this.#folder, `${name}.npy`);
      await saveNpy(file, data, size);
      return file;
    }
    const file = join(this.#folder, `${name}.json`);
    writeFileSync(file, JSON.stringify(await evaluator.value(node, quietContext()), plainArrays));
    return file;
  }
}

/** Typed arrays as JSON arrays. */
function plainArrays(_: string, value: unknown): unknown {
  return ArrayBuffer.isView(value) ? Array.from(value as GridArray) : value;
}
