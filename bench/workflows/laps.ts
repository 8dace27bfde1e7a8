import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** One of several measurements that a program makes, one after the other. */
export interface Lap {
  readonly wallMs: number;
  /** User and system time of the program and of the children that it waited for. */
  readonly cpuMs: number;
}

/** What a program took for each of its measurements, the first from its start on. */
export interface Laps {
  readonly laps: readonly Lap[];
  /** The most memory that it held, in bytes; on a software adapter that of the GPU too. */
  readonly peakBytes: number;
}

/** Linux counts processor time in ticks of so many milliseconds. */
const TICK_MS = 10;

/**
 * Runs a program that prints a line which begins with `written:` after each measurement. Processor
 * time and memory are Linux's; NaN elsewhere.
 */
export async function runLaps(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Laps> {
  const start = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  ended.catch(() => undefined);
  const laps: Lap[] = [];
  let [wall, cpu, peakBytes] = [start, 0, NaN];
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('written:')) continue;
    const [now, used] = [performance.now(), processorMs(child.pid)];
    peakBytes = mostMemory(child.pid);
    laps.push({ wallMs: now - wall, cpuMs: used - cpu });
    [wall, cpu] = [now, used];
  }
  const code = await ended;
  if (code !== 0) throw new Error(`${command} ended with ${String(code)}.`);
  return { laps, peakBytes };
}

function processorMs(pid: number | undefined): number {
  const file = `/proc/${String(pid)}/stat`;
  if (!existsSync(file)) return NaN;
  // The program's name, in brackets, may hold spaces.
  const fields = readFileSync(file, 'utf8').split(') ')[1]!.split(' ');
  // utime, stime, cutime and cstime are fields 14 to 17 of the line, which counts from 1.
  return TICK_MS * fields.slice(11, 15).reduce((sum, text) => sum + Number(text), 0);
}

function mostMemory(pid: number | undefined): number {
  const file = `/proc/${String(pid)}/status`;
  if (!existsSync(file)) return NaN;
  return 1024 * Number(/VmHWM:\s*(\d+)/.exec(readFileSync(file, 'utf8'))?.[1] ?? NaN);
}
