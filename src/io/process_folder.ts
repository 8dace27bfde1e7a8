/** What is needed here of Node's `fs/promises`. */
interface FileSystem {
  mkdtemp(prefix: string): Promise<string>;
  readdir(path: string): Promise<string[]>;
  rm(path: string, options: { recursive: boolean; force: boolean }): Promise<void>;
}

interface Process {
  readonly pid: number;
  kill(pid: number, signal: 0): unknown;
  getBuiltinModule?(id: string): unknown;
}

/**
 * A module of Node's or Deno's own, without an import that bundlers would follow; undefined in
 * browsers.
 */
export function builtin(name: string): unknown {
  return ownProcess()?.getBuiltinModule?.(name);
}

function ownProcess(): Process | undefined {
  return (globalThis as { process?: Process }).process;
}

/**
 * Makes a folder for what this process alone writes. Its name is its lock: it names host and
 * process, so that a later call of any process finds what was left behind by one that was killed,
 * and removes it.
 */
export async function makeProcessFolder(parent: string, prefix: string): Promise<string> {
  const fs = builtin('node:fs/promises') as FileSystem;
  const own = `${prefix}${hostName()}.`;
  await sweep(fs, parent, own);
  return fs.mkdtemp(`${parent}/${own}${String(ownProcess()!.pid)}-`);
}

/**
 * Removes the folders of processes that have ended. What cannot be removed is left to the next
 * call.
 */
async function sweep(fs: FileSystem, parent: string, own: string): Promise<void> {
  const names = await fs.readdir(parent).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(own)) continue;
    const pid = /^(\d+)-/.exec(name.slice(own.length))?.[1];
    if (pid !== undefined && hasEnded(Number(pid)))
      await fs.rm(`${parent}/${name}`, { recursive: true, force: true }).catch(() => undefined);
  }
}

/**
 * Whether there is no such process. One that belongs to somebody else, or that we may not ask for,
 * counts as living.
 */
function hasEnded(pid: number): boolean {
  try {
    ownProcess()!.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as { code?: unknown }).code === 'ESRCH';
  }
}

/** The host, since folders on a network are seen by hosts with processes of the same number. */
function hostName(): string {
  const { hostname } = builtin('node:os') as { hostname: () => string };
  try {
    return hostname().replaceAll(/[^\w-]/g, '_');
  } catch {
    // Deno asks for a right of its own.
    return 'host';
  }
}
