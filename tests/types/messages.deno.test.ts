import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

// What the compiler says of wrong calls must be readable: it names the option, and what it may be.

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

const CALLS: readonly [call: string, message: RegExp][] = [
  ['scan.median({ siez: 4 })', /'siez' does not exist in type '\{[^&]*size\?: [^&]*\}'/],
  ['scan.gaussian()', /Expected 1 arguments, but got 0/],
  ["scan.gaussian({ sigma: '1' })", /Type 'string' is not assignable to type 'Length'/],
  [
    'mask.fraction({ wihtin: mask })',
    /'wihtin' does not exist in type '\{ readonly within\?: Mask \| undefined; \}'\. Did you mean to write 'within'\?/,
  ],
  [
    'mask.fraction({ within: scan })',
    /Type 'Volume<"u16">' is missing the following properties from type 'Mask'/,
  ],
  [
    'scan.watershed({ markers: mask })',
    /Type 'Mask' is missing the following properties from type 'Labels'/,
  ],
  [
    "mask.erode({ border: 'reflect' })",
    /Type '"reflect"' is not assignable to type '"open" \| "background" \| undefined'/,
  ],
  ["scan.multiOtsu('ab')", /'string' is not assignable to parameter of type 'readonly string\[\]'/],
  ['mask.separate({ minContrast: { voxel: 1 } })', /'voxel' does not exist in type 'VoxelLength'/],
  ['lab.open({ data: new Uint8Array(8) })', /Property 'size' is missing/],
  [
    'scan.median().otsu().sizeDistribution()',
    /Property 'sizeDistribution' does not exist on type 'Mask'/,
  ],
];

test('of wrong calls', () => {
  const file = join(root, 'tests/types/wrong_calls.ts');
  const lines = CALLS.map(([call]) => `void ${call};`);
  const text = [
    "import type { Lab, Mask, Volume } from '../../src/index.js';",
    "declare const lab: Lab; declare const scan: Volume<'u16'>; declare const mask: Mask;",
    ...lines,
  ].join('\n');
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) =>
    ts.sys.readFile(path),
  ) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(
    { ...config.compilerOptions, incremental: false, tsBuildInfoFile: undefined },
    root,
  );
  const host = ts.createCompilerHost(options);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (name, version) =>
    name === file ? ts.createSourceFile(name, text, version) : getSourceFile(name, version);
  const fileExists = host.fileExists.bind(host);
  host.fileExists = (name) => name === file || fileExists(name);
  const types = join(root, 'src/wgsl.d.ts');
  const program = ts.createProgram(
    [file, ...(host.fileExists(types) ? [types] : [])],
    options,
    host,
  );
  const source = program.getSourceFile(file)!;
  const said = program.getSemanticDiagnostics(source).map(({ start = 0, messageText }) => ({
    line: source.getLineAndCharacterOfPosition(start).line - 2,
    message: ts.flattenDiagnosticMessageText(messageText, '\n'),
  }));
  CALLS.forEach(([call, message], line) => {
    expect(
      said
        .filter((each) => each.line === line)
        .map((each) => each.message)
        .join('\n'),
      call,
    ).toMatch(message);
  });
}, 120_000);
