import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kernelIndex, sharedIndex } from '../../scripts/kernel-index.mjs';
import { Gpu, type Kernel, type Shader } from '../../src/gpu/index.js';
import { extremumBall } from '../../src/kernels/filters/extremum_ball.js';
import { rank3 } from '../../src/kernels/filters/rank3.js';
import { windowSelect } from '../../src/kernels/filters/window_select.js';
import * as transforms from '../../src/kernels/stats/modular_transforms.js';

const wgsl = import.meta.glob<string>('../../src/kernels/*/*.wgsl', {
  eager: true,
  query: '?raw',
  import: 'default',
});
const indices = import.meta.glob<string>('../../src/kernels/*/index.ts', {
  eager: true,
  query: '?raw',
  import: 'default',
});
const modules = import.meta.glob<Record<string, unknown>>('../../src/kernels/*/*.ts', {
  eager: true,
});

// Kernels that are written when they are first asked for.
const written: Kernel[] = [
  ...[0, 5, 13, 26].map((rank) => rank3(rank)),
  extremumBall([[4, 2], [1]]),
  windowSelect([0, 0, 0, 0, 1], 2),
  windowSelect([0, 1, 2, 3, 4], 9),
  ...[48, 1024].flatMap((length) => Object.values(transforms).map((of): Kernel => of(length))),
];
const isShader = (value: unknown): value is Kernel | Shader =>
  typeof value === 'object' && value !== null && 'linked' in value;
const kernels = Object.values(modules)
  .flatMap((exports) => Object.values(exports).flat().filter(isShader))
  .concat(written)
  .map((kernel) => ({ name: kernel.name, kernel }));

/** The WGSL files of a folder, by name. */
const wgslIn = (folder: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(wgsl).flatMap(([path, code]) => {
      const [name = '', of] = path.split('/').reverse();
      return of === folder ? [[name.slice(0, -'.wgsl'.length), code]] : [];
    }),
  );

let gpu: Gpu;
beforeAll(async () => {
  gpu = await Gpu.open();
});
afterAll(() => {
  gpu.destroy();
});

describe('every folder', () => {
  const folders = new Set(Object.keys(wgsl).map((path) => path.split('/').at(-2)!));

  test.each([...folders])('%s: its index says what its WGSL says', (folder) => {
    const shared = wgslIn('shared');
    const index = folder === 'shared' ? sharedIndex(shared) : kernelIndex(wgslIn(folder), shared);
    expect(indices[`../../src/kernels/${folder}/index.ts`] === index, 'npm run generate').toBe(
      true,
    );
  });
});

describe('every WGSL file', () => {
  test('has comments of at most 120 characters a line', () => {
    const long = Object.entries(wgsl).flatMap(([path, code]) =>
      code.split('\n').flatMap((line, i) => {
        const isLong = line.length > 120 && line.includes('//');
        return isLong ? [`${path}:${String(i + 1)}`] : [];
      }),
    );
    expect(long).toEqual([]);
  });
});

describe('every kernel', () => {
  test('is found', () => {
    expect(kernels.length).toBeGreaterThan(180);
    expect(new Set(kernels.map(({ name }) => name)).size).toBe(kernels.length);
  });

  test.each(kernels)('$name: compiles without a message', async ({ kernel }) => {
    const module = gpu.device.createShaderModule({ code: kernel.linked.code });
    const info = await module.getCompilationInfo();
    expect(info.messages.map(({ message, lineNum }) => `${String(lineNum)}: ${message}`)).toEqual(
      [],
    );
  });

  test.each(kernels)('$name: uses only what every browser takes', ({ kernel }) => {
    const code = kernel.linked.code.replaceAll(/\/\/.*$/gm, '');
    expect(code).not.toMatch(/ptr<\s*(storage|workgroup)/);
    expect(code).not.toMatch(/enable\s+subgroups/);
    // Render shaders have no workgroups.
    const invocations = 'workgroup' in kernel ? kernel.workgroup.reduce((a, b) => a * b) : 1;
    expect(invocations).toBeLessThanOrEqual(256);
  });
});
