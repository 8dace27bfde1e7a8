import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';

const script = new URL('../../scripts/run.mjs', import.meta.url).href;

/**
 * What a Node that runs a child by `run`, and the child, write before and after a signal to that
 * Node alone.
 */
function runThenSignal(child: string, signal: NodeJS.Signals): Promise<string> {
  const outer = `const { run } = await import(${JSON.stringify(script)});
console.log('code', await run(process.execPath, ['-e', ${JSON.stringify(child)}]));`;
  return new Promise((resolve, reject) => {
    const started = spawn('node', ['--input-type=module', '-e', outer], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    started.stdout.on('data', (text: Buffer) => {
      if (out === '') started.kill(signal);
      out += text.toString();
    });
    started.once('error', reject);
    started.once('close', () => {
      resolve(out);
    });
  });
}

describe('run', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'passes %s on and waits for the child',
    async (signal) => {
      const child = `process.once('${signal}', () => setTimeout(() => { console.log('cleaned'); process.exit(7); }, 300));
setInterval(() => undefined, 1000); console.log('ready');`;
      expect(await runThenSignal(child, signal)).toBe('ready\ncleaned\ncode 7\n');
    },
  );

  it('gives the code of the signal that ended the child', async () => {
    const child = `setInterval(() => undefined, 1000); console.log('ready');`;
    expect(await runThenSignal(child, 'SIGTERM')).toBe('ready\ncode 143\n');
    expect(await runThenSignal(child, 'SIGINT')).toBe('ready\ncode 130\n');
  });
});
