import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** The headless benchmark as one file for Deno: WGSL inside, Node's modules outside. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Workers lie beside the file that starts them.
  base: './',
  build: {
    target: 'es2023',
    minify: false,
    sourcemap: true,
    outDir: fileURLToPath(new URL('../.cache/bench/headless', import.meta.url)),
    emptyOutDir: true,
    lib: {
      formats: ['es'],
      entry: {
        main: fileURLToPath(new URL('headless/main.ts', import.meta.url)),
        'soak-fields': fileURLToPath(new URL('soak/fields.ts', import.meta.url)),
        'soak-classify': fileURLToPath(new URL('soak/classify.ts', import.meta.url)),
        'soak-particles': fileURLToPath(new URL('soak/particles.ts', import.meta.url)),
        'soak-plan': fileURLToPath(new URL('soak/plan.ts', import.meta.url)),
        'soak-bricks': fileURLToPath(new URL('soak/bricks.ts', import.meta.url)),
        'soak-currents': fileURLToPath(new URL('soak/currents.ts', import.meta.url)),
        'soak-cell': fileURLToPath(new URL('soak/cell.ts', import.meta.url)),
        workflows: fileURLToPath(new URL('workflows/main.ts', import.meta.url)),
        reading: fileURLToPath(new URL('reading/main.ts', import.meta.url)),
        filters: fileURLToPath(new URL('filters/main.ts', import.meta.url)),
        'coverage-sizes': fileURLToPath(new URL('intervals/sizes.ts', import.meta.url)),
        'coverage-outgrowths': fileURLToPath(new URL('intervals/outgrowths.ts', import.meta.url)),
        'coverage-thin-foils': fileURLToPath(new URL('intervals/thin_foils.ts', import.meta.url)),
        'coverage-overhangs': fileURLToPath(new URL('intervals/overhangs.ts', import.meta.url)),
        'coverage-joint': fileURLToPath(new URL('intervals/joint.ts', import.meta.url)),
        'coverage-learning': fileURLToPath(new URL('intervals/learning.ts', import.meta.url)),
        'coverage-currents': fileURLToPath(new URL('intervals/currents.ts', import.meta.url)),
        'coverage-registration': fileURLToPath(
          new URL('intervals/registration.ts', import.meta.url),
        ),
        'coverage-twins': fileURLToPath(new URL('intervals/twins.ts', import.meta.url)),
        'coverage-imaging': fileURLToPath(new URL('intervals/imaging.ts', import.meta.url)),
        'generators-picture': fileURLToPath(
          new URL('intervals/generators_picture.ts', import.meta.url),
        ),
        'simulation-pictures': fileURLToPath(new URL('simulation/pictures.ts', import.meta.url)),
        'twin-picture': fileURLToPath(new URL('intervals/twin_picture.ts', import.meta.url)),
        'coverage-correlation': fileURLToPath(new URL('intervals/correlation.ts', import.meta.url)),
        learning: fileURLToPath(new URL('learning/main.ts', import.meta.url)),
        segmentation: fileURLToPath(new URL('segmentation/main.ts', import.meta.url)),
        'coverage-surfaces': fileURLToPath(new URL('intervals/surfaces.ts', import.meta.url)),
        'coverage-fractions': fileURLToPath(new URL('intervals/fractions.ts', import.meta.url)),
      },
    },
    rolldownOptions: { external: [/^node:/], output: { entryFileNames: '[name].js' } },
  },
});
