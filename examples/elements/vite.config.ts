import { defineConfig } from 'vite';
import { selfImports } from '../../vite.config.js';

export default defineConfig({
  // The gallery shows the elements as their source is now, with no build between.
  resolve: { alias: selfImports },
  cacheDir: '../../.cache/vite-elements',
  worker: { format: 'es' },
  server: { host: '127.0.0.1', fs: { allow: ['../..'] } },
  preview: { host: '127.0.0.1' },
});
