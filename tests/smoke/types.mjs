// The types of the packed tarball, for compilers from the least that is promised on: checked whole
// (skipLibCheck off), with `lib` of ES2022 and DOM and no other types.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/find-tools.mjs';
import { asCommand, check, Skipped } from './checks.mjs';
import { freshProject } from './fresh_project.mjs';

/** The least version that is promised (docs/versioning.md), and the last of each line since. */
const compilers = ['5.4.5', '5.9.3', '6.0.3', '7.0.2'];

/** Every door but that of React, whose types its users have; and what must not compile. */
const program = `
import { openLab, VoxmetryError, type ErrorCode, type Volume } from 'voxmetry';
import { openEngine, type EngineLab } from 'voxmetry/engine';
import 'voxmetry/operations';
import 'voxmetry/panels';
import 'voxmetry/records';
import 'voxmetry/report';
import 'voxmetry/session';
import { syntheticCathode } from 'voxmetry/synthetic';
import { translation } from 'voxmetry/transform';
import 'voxmetry/ui';

const lab = await openLab();
const scan: Volume<'u8'> = await lab.open({ data: new Uint8Array(8), size: [2, 2, 2] });
export const count: number = await scan.otsu().count();
export const bytes: Uint8Array = (await scan.read()).data;
export const slice = document.querySelector('vox-slice-view');
if (slice !== null) slice.volume = scan;
export const row: readonly number[] = translation([0, 0, 1]).matrix;
export const truth: number = syntheticCathode().truth.porosity;
export const engine: EngineLab = await openEngine({ powerPreference: 'low-power' });
export const code: ErrorCode = new VoxmetryError('limit', '').code;
// @ts-expect-error a count is no text
export const text: string = await scan.otsu().count();
// @ts-expect-error there is no such option
scan.median({ sise: 3 });
await lab.dispose();
`;

/**
 * @param {string} project where the library is installed
 * @returns {Promise<import('./checks.mjs').Check[]>}
 */
export async function typesChecks(project) {
  writeFileSync(join(project, 'program.ts'), program);
  /** @type {import('./checks.mjs').Check[]} */
  const checks = [];
  for (const version of compilers)
    for (const resolution of version === compilers[0] ? ['bundler', 'nodenext'] : ['bundler'])
      checks.push(
        await check(`types: TypeScript ${version}, ${resolution}`, async () =>
          compile(project, version, resolution),
        ),
      );
  return checks;
}

/**
 * @param {string} project
 * @param {string} version
 * @param {string} resolution
 */
function compile(project, version, resolution) {
  const tsc = compiler(version);
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: false,
    target: 'es2022',
    lib: ['es2022', 'dom'],
    types: [],
    module: resolution === 'bundler' ? 'esnext' : 'nodenext',
    moduleResolution: resolution,
  };
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, files: ['program.ts'] }),
  );
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', '.'], {
    cwd: project,
    encoding: 'utf8',
  });
  assert.equal(status, 0, stdout);
  return 'no error, skipLibCheck off';
}

/**
 * The compiler of a version, installed once and kept.
 * @param {string} version
 */
function compiler(version) {
  const folder = join(root, '.cache/compilers', version);
  const tsc = join(folder, 'node_modules/typescript/bin/tsc');
  if (existsSync(tsc)) return tsc;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{}\n');
  const args = ['install', '--no-audit', '--no-fund', `typescript@${version}`];
  const { status, stderr } = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0)
    throw new Skipped(`npm cannot install it (${stderr.trim().split('\n')[0] ?? ''})`);
  return tsc;
}

await asCommand(import.meta, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'voxmetry-types-'));
  try {
    return await typesChecks(freshProject(folder).project);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
