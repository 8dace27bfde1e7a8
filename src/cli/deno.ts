import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { constants as system } from 'node:os';
import { delimiter, join } from 'node:path';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Deno's executable, where PATH has one. */
export async function findDeno(path = process.env['PATH'] ?? ''): Promise<string | undefined> {
  const name = process.platform === 'win32' ? 'deno.exe' : 'deno';
  for (const folder of path.split(delimiter)) {
    if (folder === '') continue;
    const file = join(folder, name);
    const found = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return file;
  }
  return undefined;
}

/**
 * Runs this program in Deno, with our terminal, and resolves to its exit code: 128 and the number
 * of the signal that ended it.
 */
export function runInDeno(deno: string, rawArgs: readonly string[]): Promise<number> {
  const program = process.argv[1]!;
  return new Promise((resolve, reject) => {
    const passOn = (signal: NodeJS.Signals): void => {
      // Ctrl-C in a terminal reaches the child anyway, and a second one would end it at once.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    };
    for (const signal of SIGNALS) process.on(signal, passOn);
    const stop = (): void => {
      for (const signal of SIGNALS) process.off(signal, passOn);
    };
    const child = spawn(
      deno,
      ['run', '-A', '--unstable-webgpu', '--no-lock', program, ...rawArgs],
      {
        stdio: 'inherit',
      },
    );
    child.once('error', (error) => {
      stop();
      reject(error);
    });
    child.once('exit', (code, signal) => {
      stop();
      resolve(code ?? 128 + system.signals[signal ?? 'SIGTERM']);
    });
  });
}
