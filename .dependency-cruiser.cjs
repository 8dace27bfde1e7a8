// The layers of docs/architecture.md as rules: who may import whom.
const families = [
  'filters',
  'segmentation',
  'stats',
  'structure',
  'transport',
  'cell',
  'learn',
  'registration',
];
const declarations = `^src/(${families.join('|')})/(?!.*\\.gpu\\.ts$)`;
const implementations = `^src/(${families.join('|')})/.*\\.gpu\\.ts$`;
const gpuSide = '^src/(gpu|kernels|implement|view|engine)/|\\.gpu\\.ts$|\\.wgsl$';

/**
 * What a layer may import of ours; anything else under src/ is an error.
 * @param {string} name @param {string} from @param {readonly string[]} allowed @param {string} why
 */
const layer = (name, from, allowed, why, pathNot = '(?!)') => ({
  name: `layer-${name}`,
  comment: why,
  severity: 'error',
  from: { path: from, pathNot },
  to: { path: '^src/', pathNot: allowed },
});

const version = '^src/version\\.ts$';
const recipe = '^src/recipe/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment:
        'Modules that need each other are one module, or lack a third. Types may: a mask names the ' +
        'labels that it gives, and they the mask.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-circle-of-handles',
      comment: 'Handles name each other in one file; not even their types go in a circle.',
      severity: 'error',
      from: { path: '^src/(volume|operations)/' },
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nobody imports is dead.',
      severity: 'error',
      from: {
        orphan: true,
        path: '^src/',
        pathNot: [
          '\\.d\\.ts$',
          '^src/cli/main\\.ts$',
          '^src/worker/(entry|inline)\\.ts$',
          '^src/io/inflate/worker\\.ts$',
        ],
      },
      to: {},
    },
    {
      name: 'no-utils',
      comment: 'A file is named after what it does.',
      severity: 'error',
      from: {},
      to: {
        path: '^(src|tests|bench|scripts)/.*\\b(utils?|misc|common)\\b',
      },
    },
    {
      name: 'src-imports-no-tests',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(tests|bench|examples|scripts)/' },
    },
    {
      name: 'comlink-in-worker-alone',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/worker/' },
      to: { path: 'node_modules/comlink/' },
    },
    {
      name: 'main-thread-without-gpu',
      comment: 'What a page loads before the worker starts holds no GPU code and no kernel.',
      severity: 'error',
      from: { path: '^src/index\\.ts$' },
      to: { path: gpuSide, reachable: true },
    },
    ...families.map((family) => ({
      name: `kernels-of-${family}`,
      comment:
        'The index of a folder of kernels is loaded whole: what several families use has its own. ' +
        'Features of learn are filters, of which it uses most.',
      severity: 'error',
      from: { path: `^src/${family}/ops\\.gpu\\.ts$` },
      to: {
        path: `^src/kernels/(${families.filter((other) => other !== family && !(family === 'learn' && other === 'filters')).join('|')})/`,
        reachable: true,
      },
    })),
    layer('recipe', recipe, [recipe, version], 'Recipes are pure data.'),
    layer(
      'io',
      '^src/io/',
      ['^src/io/', recipe, version],
      'Readers know dtypes and boxes, no more.',
    ),
    layer(
      'declarations',
      declarations,
      [declarations, recipe],
      'An op is declared without GPU code.',
    ),
    layer(
      'operations',
      '^src/operations/',
      ['^src/operations/', declarations, recipe],
      'What a user calls is made of ops; handles get it as methods.',
    ),
    layer(
      'volume',
      '^src/volume/',
      [
        '^src/volume/',
        '^src/operations/',
        declarations,
        recipe,
        version,
        '^src/io/\\w+_writer\\.ts$',
        '^src/exchange/',
      ],
      'Handles build recipes; what computes them is handed in.',
    ),
    layer(
      'gpu',
      '^src/gpu/',
      ['^src/gpu/', '^src/recipe/(adapter|as_stage|errors|mib|stages)\\.ts$'],
      'Knows no volumes.',
    ),
    layer(
      'kernels',
      '^src/kernels/',
      ['^src/kernels/', '^src/gpu/'],
      'Kernels know the GPU alone.',
    ),
    layer(
      'implement',
      '^src/implement/',
      ['^src/implement/', '^src/gpu/', recipe],
      'What an op on the GPU is made of.',
    ),
    layer(
      'gpu-ops',
      implementations,
      [implementations, declarations, '^src/(implement|kernels|gpu)/', recipe],
      'An op does not know who evaluates it.',
    ),
    layer(
      'view',
      '^src/view/',
      ['^src/(view|implement|gpu)/', '^src/kernels/view/', recipe],
      'Draws what an engine leases; does not know who computes it.',
    ),
    layer(
      'engine',
      '^src/engine/',
      [
        '^src/(engine|implement|gpu|io)/',
        '^src/view/index\\.ts$',
        implementations,
        declarations,
        recipe,
        version,
      ],
      'Evaluates recipes; knows no handles and no worker.',
      '^src/engine/(index|open_engine|engine_lab)\\.ts$',
    ),
    layer(
      'engine-entry',
      '^src/engine/(index|open_engine|engine_lab)\\.ts$',
      ['^src/(engine|gpu|volume|io)/', declarations, recipe, version],
      'The door to the engine gives the same handles as the lab.',
    ),
    layer(
      'worker',
      '^src/worker/',
      ['^src/(worker|engine|volume)/', recipe, version],
      'The wall between the page and the engine.',
    ),
    layer(
      'exchange',
      '^src/exchange/',
      ['^src/exchange/', recipe, '^src/io/units\\.ts$'],
      'Writers of results know plain data alone.',
    ),
    layer('transform', '^src/transform/', ['^src/transform/', recipe], 're-exports only.'),
    layer(
      'synthetic',
      '^src/synthetic/',
      ['^src/synthetic/', recipe],
      'Structures with known truth; stands beside the library.',
    ),
    layer(
      'simulation',
      '^src/simulation/',
      [
        '^src/simulation/',
        recipe,
        version,
        '^src/io/units\\.ts$',
        '^src/exchange/(stl|file_bytes)\\.ts$',
        '^src/synthetic/random\\.ts$',
        '^src/stats/distributions/',
      ],
      'Files for simulations are written, and cells discharged, from plain data.',
    ),
    layer(
      'twin',
      '^src/twin/',
      [
        '^src/(twin|synthetic|volume)/',
        '^src/stats/distributions/',
        '^src/segmentation/threshold\\.ts$',
        recipe,
      ],
      'Replays recipes of handles on structures that it makes.',
    ),
    layer(
      'elastic',
      '^src/elastic/',
      ['^src/(elastic|volume)/', '^src/io/pace\\.ts$', recipe],
      'Registers handles by a package of others.',
    ),
    layer(
      'cluster',
      '^src/cluster/',
      [
        '^src/(cluster|engine|implement|gpu|io)/',
        '^src/segmentation/staged\\.gpu\\.ts$',
        '^src/volume/reading\\.ts$',
        recipe,
        version,
      ],
      'Plans recipes over many machines, by what the engine is made of.',
    ),
    layer(
      'cli',
      '^src/cli/',
      [
        '^src/cli/',
        '^src/index\\.ts$',
        '^src/(cluster|engine|simulation|synthetic|twin)/index\\.ts$',
        '^src/(io|exchange)/',
        recipe,
        version,
      ],
      'The command line uses what users use.',
    ),
    {
      name: 'ui-by-public-names',
      comment: 'Elements use the library as an embedder can: by the names of its entries.',
      severity: 'error',
      from: { path: '^ui/' },
      to: { path: '^src/', pathNot: '^src/(index|(operations|transform|synthetic)/index)\\.ts$' },
    },
    {
      name: 'session-without-elements',
      comment: 'The study knows no element and no Lit: it runs where there is no page.',
      severity: 'error',
      from: { path: '^ui/session/' },
      to: { path: '^ui/(?!session/)|node_modules/(@?lit|lit-)' },
    },
    {
      name: 'report-and-records-without-elements',
      comment:
        'What is written and kept knows no element and no Lit: it runs where there is no page. It ' +
        'shares the rows of results, and their words.',
      severity: 'error',
      from: { path: '^ui/(report|records)/' },
      to: {
        path: '^ui/(?!(session|report|records|numbers)/|strings(_de)?\\.ts$)|node_modules/(@?lit|lit-)',
      },
    },
    {
      name: 'elements-without-panels',
      comment: 'Panels are loaded by their own door; the elements stay small.',
      severity: 'error',
      from: { path: '^ui/(index|elements/)', pathNot: '^ui/elements/panels/' },
      to: { path: '^ui/(elements/panels|report|records)/' },
    },
    {
      name: 'library-without-ui',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^ui/' },
    },
    layer(
      'index',
      '^src/index\\.ts$',
      ['^src/(volume|worker|exchange)/', declarations, recipe, version],
      're-exports only.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Neither text of shaders nor what was built of the examples.
    exclude: { path: '\\.wgsl\\?raw$|^examples/\\w+/dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.d.ts'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
