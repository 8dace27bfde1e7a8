// What a task costs beside its work: the medians of nine runs, on a volume of 70,000 voxels.
//   node tests/cluster/overhead.mjs
import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeSample } from './sample.mjs';

const folder = mkdtempSync(join(realpathSync(tmpdir()), 'voxmetry-overhead-'));
try {
  const { command } = makeSample(folder, 'whole', 32);
  const plan = join(folder, 'OUT.zarr.plan.json');
  const { stages } = JSON.parse(spawnSync('cat', [plan], { encoding: 'utf8' }).stdout);
  say('the process (--version)', ['--version']);
  for (const { name, tasks } of stages) {
    say(`task of ${name}`, ['task', plan, name, '0']);
    for (let index = 1; index < tasks; index++) measure(['task', plan, name, `${index}`]);
    say(`reduce of ${name}`, ['reduce', plan, name]);
  }
  console.log(`load average ${loadavg()[0]?.toFixed(1)}`);

  /** @param {string} what @param {string[]} args */
  function say(what, args) {
    const runs = Array.from({ length: 9 }, () => measure(args));
    const middle = (/** @type {(run: [number, number]) => number} */ of) =>
      runs
        .map(of)
        .sort((a, b) => a - b)[4]
        ?.toFixed(2);
    const text = `${middle(([wall]) => wall)} s, ${middle(([, cpu]) => cpu)} s of processor time`;
    console.log(`${what.padEnd(28)} ${text}`);
  }

  /**
   * Seconds by the clock, and of the processor.
   * @param {string[]} args
   * @returns {[number, number]}
   */
  function measure(args) {
    const script = 'TIMEFORMAT="%R %U %S"; time "$0" "$@" > /dev/null';
    const { status, stderr } = spawnSync('bash', ['-c', script, command, ...args], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    const [wall = 0, user = 0, system = 0] = (stderr.trim().split('\n').at(-1) ?? '')
      .split(' ')
      .map(Number);
    return [wall, user + system];
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
