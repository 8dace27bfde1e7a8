// Makes the picture of the site's home page: npm run site:picture
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { buildIfStale } from './build.mjs';
import { root } from './find-tools.mjs';
import { prepareOrExit } from './prepare.mjs';
import { run } from './run.mjs';

const edge = 920;
const folder = join(root, '.cache/picture');
const raw = join(folder, 'picture.rgba');

const built = await buildIfStale();
if (built !== 0) process.exit(built);
mkdirSync(folder, { recursive: true });
const doors = ['', '/synthetic', '/transform'].map((door) => [
  `voxmetry${door}`,
  `../../dist/${door === '' ? 'index' : door.slice(1)}.js`,
]);
writeFileSync(join(folder, 'deno.json'), JSON.stringify({ imports: Object.fromEntries(doors) }));
const { deno, env } = prepareOrExit(['demo']);
const words = ['run', '-A', '--quiet', '--unstable-webgpu', '--no-check', '--no-lock'];
const config = ['--config', join(folder, 'deno.json')];
const args = [join(root, 'site/picture.ts'), raw, String(edge), String(edge)];
const code = await run(deno, [...words, ...config, ...args], { env });
if (code !== 0) process.exit(code);
mkdirSync(join(root, 'site/public/images'), { recursive: true });
const png = encode({ width: edge, height: edge, data: readFileSync(raw), channels: 4 });
writeFileSync(join(root, 'site/public/images/particles.png'), png);
