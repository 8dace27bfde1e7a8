import { describe, expect, it } from 'vitest';
import { readCommand } from '../../src/cli/arguments.js';
import type { Job } from '../../src/cli/arguments.js';
import { exitOf, exitOfAll } from '../../src/cli/usage.js';
import { VoxmetryError } from '../../src/recipe/errors.js';

function job(...args: string[]): Job {
  const command = readCommand(args);
  if (command.show !== 'job') throw new Error(`asked for ${command.show}`);
  return command.job;
}

describe('readCommand', () => {
  it('measures the synthetic cathode by default', () => {
    expect(job()).toEqual({
      file: undefined,
      out: 'voxmetry-report',
      profile: false,
      seed: 1,
      spacing: undefined,
      unit: undefined,
      phase: undefined,
      label: undefined,
      size: undefined,
      dtype: undefined,
      minVoxels: undefined,
      thickness: false,
      tortuosity: [],
      thresholdSizes: false,
      sample: undefined,
      note: undefined,
      about: undefined,
    });
    expect(job('--seed', '7', '--out', 'there')).toMatchObject({ seed: 7, out: 'there' });
  });

  it('reads every flag of a file, in either spelling and order', () => {
    const all = {
      file: 'sand.raw',
      size: [200, 200, 100],
      dtype: 'u8',
      spacing: [0.4, 0.4, 0.5],
      unit: 'µm',
      phase: 'dark',
      out: 'o',
    };
    const flags = [
      '--size',
      '200,200,100',
      '--dtype=u8',
      '--spacing',
      '0.4,0.4,.5',
      '--unit',
      'µm',
    ];
    expect(job('sand.raw', ...flags, '--phase', 'dark', '--out', 'o')).toMatchObject(all);
    expect(job(...flags, '--phase=dark', '--out=o', 'sand.raw')).toMatchObject(all);
  });

  it.each([
    ['0', 0],
    ['2', 2],
    ['1.5', 1.5],
  ] as const)('takes --label %s', (text, value) => {
    expect(job('a.tif', '--label', text).label).toBe(value);
  });

  it('reads what else is measured, and what is said of the sample', () => {
    expect(
      job(
        '--min-voxels',
        '50',
        '--thickness',
        '--tortuosity',
        'zx',
        '--threshold-sizes',
        '--note=a b',
      ),
    ).toMatchObject({
      minVoxels: 50,
      thickness: true,
      tortuosity: ['x', 'z'],
      thresholdSizes: true,
      note: 'a b',
    });
    expect(job('a.tif', '--sample', 'S 1', '--about', 's.json')).toMatchObject({
      sample: 'S 1',
      about: 's.json',
    });
  });

  it('takes a negative label', () => {
    expect(job('a.tif', '--label=-3').label).toBe(-3);
  });

  it('shows help and version whatever else is there', () => {
    expect(readCommand(['--help'])).toEqual({ show: 'help' });
    expect(readCommand(['-h', 'a.tif'])).toEqual({ show: 'help' });
    expect(readCommand(['--version', '--seed', '4'])).toEqual({ show: 'version' });
  });

  it.each([
    [['--colour'], /unknown flag --colour/],
    [['-x'], /unknown flag -x/],
    [['--no-gpu'], /unknown flag --gpu|unknown flag --no-gpu/],
    [['a.tif', 'b.tif'], /one file at a time.*a\.tif b\.tif/],
    [['a.tif', '--spacing', '1,2'], /--spacing is '1,2'; allowed: three positive lengths/],
    [['a.tif', '--spacing', '1,0,1'], /--spacing/],
    [['a.tif', '--spacing', '1,,1'], /--spacing/],
    [['a.raw', '--size', '10,10,1.5'], /--size is '10,10,1\.5'; allowed: three positive integers/],
    [['a.raw', '--dtype', 'u64'], /--dtype is 'u64'; allowed: u8, i8/],
    [['a.tif', '--phase', 'grey'], /--phase is 'grey'; allowed: bright or dark/],
    [['a.tif', '--phase'], /--phase is ''/],
    [['a.tif', '--label', 'one'], /--label is 'one'; allowed: a number/],
    [['a.tif', '--label', '1', '--phase', 'dark'], /exclude each other/],
    [['--label', '1'], /--label needs a FILE/],
    [['--unit', 'mm'], /--unit needs a FILE/],
    [['--phase', 'dark'], /--phase needs a FILE/],
    [['a.tif', '--out', ''], /--out is ''/],
    [['--min-voxels', '0'], /--min-voxels is '0'; allowed: a number of voxels, 1 or more/],
    [['--min-voxels', '2.5'], /--min-voxels/],
    [['--tortuosity', 'zz'], /--tortuosity is 'zz'; allowed: x, y and z, each once/],
    [['--tortuosity', ''], /--tortuosity/],
    [['--sample', ' '], /--sample is ' '/],
    [['a.tif', '--label', '1', '--threshold-sizes'], /exclude each other/],
    [['--seed', '-1'], /--seed/],
    [['--seed', '1.5'], /--seed is '1\.5'/],
  ])('refuses %j in one line, with exit code 2', (args, message) => {
    let thrown: unknown;
    try {
      readCommand(args);
    } catch (error) {
      thrown = error;
    }
    const { line, code } = exitOf(thrown);
    expect(line).toMatch(message);
    expect(line).not.toContain('\n');
    expect(code).toBe(2);
  });
});

describe('exitOf', () => {
  it('tells what the user can change from what failed', () => {
    const code = (...args: ConstructorParameters<typeof VoxmetryError>): number =>
      exitOf(new VoxmetryError(...args)).code;
    expect(code('corrupt-file', 'x')).toBe(2);
    expect(code('unsupported-format', 'x')).toBe(2);
    expect(code('webgpu-unavailable', 'x')).toBe(2);
    expect(code('device-lost', 'x')).toBe(1);
    expect(exitOf(new Error('a\n  b')).line).toMatch(/^voxmetry: .*a b/);
    expect(exitOf(new Error('a')).code).toBe(1);
  });

  it('lets a failure weigh most among several items', () => {
    expect([[], [2], [2, 1, 2], [1]].map(exitOfAll)).toEqual([0, 2, 1, 1]);
  });
});
