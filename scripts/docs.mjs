// The API's pages in docs/api, and the proof that their examples run: npm run docs
// Fails on an export without documentation, a broken link, an example that doesn't compile or run.
// `--site` runs the examples of the site's own pages alone.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Application, Converter } from 'typedoc';
import { buildIfStale } from './build.mjs';
import { documentOptions, machinery } from './document-options.mjs';
import { describedOperations, operationsFile, operationsPage } from './operations-page.mjs';
import { codeBlocks, exampleFiles } from './examples.mjs';
import { root } from './find-tools.mjs';
import { prepareOrExit } from './prepare.mjs';
import { run } from './run.mjs';

const folder = join(root, '.cache/examples');

/**
 * The API's model and pages; undefined when something is undocumented.
 * @param {readonly import('../src/operations/describe.js').OperationDescription[]} operations
 */
async function makePages(operations) {
  const app = await Application.bootstrapWithPlugins({
    options: root,
    intentionallyNotExported: machinery(),
  });
  /** @type {readonly string[]} */
  let bare = [];
  // Before members are sorted into groups.
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    bare = documentOptions(project, operations);
  });
  const project = await app.convert();
  if (!project) return undefined;
  app.validate(project);
  if (bare.length > 0) app.logger.error(`without a doc or an example: ${bare.join(', ')}`);
  if (app.logger.hasErrors() || app.logger.hasWarnings()) return undefined;
  await app.generateOutputs(project);
  return project;
}

/**
 * The examples of the API's comments, of the README and of docs/, by where they stand.
 * @param {import('typedoc').ProjectReflection} project
 */
function collectExamples(project) {
  const fromComments = Object.values(project.reflections).flatMap((reflection) =>
    (reflection.comment?.getTags('@example') ?? []).flatMap(({ content }) =>
      codeBlocks(content.map(({ text }) => text).join('')).map((code) => ({
        where: reflection.getFullName(),
        code,
      })),
    ),
  );
  const pages = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
  const fromPages = ['README.md', ...pages.map((name) => `docs/${name}`)]
    .filter((name) => existsSync(join(root, name)))
    .flatMap(examplesOfPage);
  return exampleFiles([...fromComments, ...fromPages, ...siteExamples()]);
}

/** @param {string} name */
function examplesOfPage(name) {
  return codeBlocks(readFileSync(join(root, name), 'utf8'))
    .filter((code) => code.includes("from 'voxmetry"))
    .map((code) => ({ where: name, code }));
}

/** The examples of the site's own pages, the cookbook among them. */
function siteExamples() {
  return readdirSync(join(root, 'site/pages'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .flatMap((name) => examplesOfPage(`site/pages/${name}`));
}

/** @param {Map<string, string>} files */
function writeExamples(files) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, code] of files) writeFileSync(join(folder, name), code);
  // What the cookbook shows its results by.
  copyFileSync(join(root, 'site/live/in_deno.js'), join(folder, 'show.js'));
  copyFileSync(join(root, 'site/live/show.d.ts'), join(folder, 'show.d.ts'));
  // Examples see what users see: the built modules and their declarations.
  const entries = {
    '': 'index',
    '/inline': 'worker/inline',
    '/engine': 'engine/index',
    '/operations': 'operations/index',
    '/synthetic': 'synthetic/index',
    '/simulation': 'simulation/index',
    '/twin': 'twin/index',
    '/elastic': 'elastic/index',
    '/transform': 'transform/index',
    '/session': 'ui/session/index',
    '/ui': 'ui/index',
    '/panels': 'ui/panels',
    '/report': 'ui/report/index',
    '/records': 'ui/records/index',
    '/react': 'ui/react/index',
  };
  const names = Object.entries(entries).map(([path, types]) => ({
    name: `voxmetry${path}`,
    module: `../../dist/${path === '' ? 'index' : path.slice(1)}.js`,
    types: `../../dist/types/${types}.d.ts`,
  }));
  // Peers as they would be installed beside it.
  const peers = ['onnxruntime-web/webgpu', 'h5wasm', '@itk-wasm/elastix'].map((name) => [
    name,
    import.meta.resolve(name),
  ]);
  const imports = Object.fromEntries([
    ...names.map(({ name, module }) => [name, module]),
    ...peers,
  ]);
  writeFileSync(join(folder, 'deno.json'), JSON.stringify({ imports }));
  const tsconfig = {
    extends: '../../tsconfig.json',
    compilerOptions: {
      noUnusedLocals: false,
      noUnusedParameters: false,
      paths: Object.fromEntries(names.map(({ name, types }) => [name, [types]])),
    },
    include: ['*.ts'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
}

/** Compiles and runs what was written; resolves to an exit code. */
async function runExamples() {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const code = await run(process.execPath, [tsc, '-p', folder]);
  if (code !== 0) return code;
  const { deno, env } = prepareOrExit(['demo']);
  const words = ['run', '-A', '--quiet', '--unstable-webgpu', '--no-check', '--no-lock'];
  const runner = join(root, 'scripts/run-examples.mjs');
  return run(deno, [...words, '--config', join(folder, 'deno.json'), runner, folder], { env });
}

const built = await buildIfStale();
if (built !== 0) process.exit(built);
if (process.argv.includes('--site')) {
  writeExamples(exampleFiles(siteExamples()));
  process.exit(await runExamples());
}
const operations = await describedOperations();
if ((await operationsPage(operations)) !== readFileSync(operationsFile, 'utf8')) {
  console.error('docs/operations.md is not up to date: npm run operations:page');
  process.exit(1);
}
const project = await makePages(operations);
if (!project) process.exit(1);
const files = collectExamples(project);
writeExamples(files);
process.exitCode = await runExamples();
