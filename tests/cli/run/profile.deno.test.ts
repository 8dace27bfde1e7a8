import { expect, it } from 'vitest';
import { runCommandLine } from '../../../src/cli/command.js';
import { profileText } from '../../../src/cli/profile.js';
import { openEngine } from '../../../src/engine/index.js';
import { bundle } from '../../../src/index.js';
import { FACTS, boxes, withLab, workplace } from './fixture.js';

const place = workplace();

/** Seconds by the names of a profile's lines; those of kernels and ops have a group's indent. */
function linesOf(text: string): readonly (readonly [name: string, seconds: number])[] {
  return [...text.matchAll(/^ +(\d+\.\d{3}) s +\d+\.\d % {2}(.+)$/gm)].map(
    ([, seconds, name]) => [name!, Number(seconds)] as const,
  );
}

it('says where the time of each file went, in stages that add up to it', async () => {
  const file = await place.tiff('scan.tif');
  await withLab(async (lab) => {
    const scan = await lab.open({ data: boxes(), size: FACTS.size }, { ...FACTS, name: 'scan' });
    const solid = scan.median({ size: 3 }).otsu();
    const asked = { porosity: solid.invert().fraction(), all: solid.separate().measure() };
    await place.json('recipe.json', bundle(asked));
  });
  const told: { readonly text: string; readonly at: number }[] = [];
  const code = await runCommandLine(
    ['run', place.path('recipe.json'), file, file, '--out', place.path('out'), '--profile'],
    {
      out: (text) => told.push({ text, at: performance.now() }),
      error: (text) => expect.unreachable(text),
    },
    { open: ({ stages }) => openEngine({ stages }) },
  );
  expect(code).toBe(0);
  const [first, second] = told;
  const [[, total] = ['', NaN], ...stages] = linesOf(second!.text);
  // The second file's time is that between what is told of the two.
  const between = (second!.at - first!.at) / 1000;
  expect(Math.abs(total - between)).toBeLessThan(0.01 + 0.05 * between);
  // To the half millisecond that each line is rounded by.
  const sum = stages.filter(([name]) => !name.startsWith(' ')).reduce((s, [, t]) => s + t, 0);
  expect(Math.abs(sum - total)).toBeLessThan(5e-4 * (stages.length + 1));
  const names = stages.map(([name]) => name);
  for (const name of ['read', 'decode', 'upload', 'kernels', 'read-back', 'on the host', 'write'])
    expect(names).toContain(name);
  const other = stages.find(([name]) => name === 'other')?.[1] ?? 0;
  expect(other).toBeLessThan(0.01 + 0.05 * total);
  expect(names.some((name) => /^ {2}\d+ more$|^ {2}\w+$/.test(name))).toBe(true);
});

it('names kernels and ops below their groups, the longest first, and sums up what is short', () => {
  const times = [
    { name: 'write', ms: 100 },
    { name: 'kernel slow', ms: 500 },
    { name: 'host table', ms: 200 },
    { name: 'kernel fast', ms: 196 },
    { name: 'kernel least', ms: 3 },
    { name: 'kernel less', ms: 1 },
  ];
  expect(profileText(times)).toBe(
    [
      '    1.000 s 100.0 %  profile',
      '    0.700 s  70.0 %  kernels',
      '    0.500 s  50.0 %    slow',
      '    0.196 s  19.6 %    fast',
      '    0.004 s   0.4 %    2 more',
      '    0.200 s  20.0 %  on the host',
      '    0.200 s  20.0 %    table',
      '    0.100 s  10.0 %  write',
      '',
    ].join('\n'),
  );
});
