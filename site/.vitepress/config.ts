import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type DefaultTheme } from 'vitepress';
import { liveFences } from '../live/fences.js';

// `scripts/site.mjs` lays the pages out here.
const pages = join(import.meta.dirname, '../../.cache/site');
const sidebar = JSON.parse(
  readFileSync(join(pages, 'sidebar.json'), 'utf8'),
) as DefaultTheme.SidebarMulti;

// Scripts are the site's own files; the code of a reader runs as a blob. Vue and the colours of
// code need styles on elements.
const policy = [
  "default-src 'none'",
  "script-src 'self' blob: 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self' data: blob:",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

export default defineConfig({
  title: 'Voxmetry',
  description: '3D image metrology on the GPU, in the browser',
  lang: 'en',
  srcDir: pages,
  srcExclude: ['public/**'],
  cacheDir: join(import.meta.dirname, '../../.cache/vitepress'),
  outDir: join(import.meta.dirname, 'dist'),
  cleanUrls: false,
  metaChunk: true,
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: 'data:,' }]],
  markdown: {
    // The usual colours are too faint on the grey of code blocks.
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config(md) {
      liveFences(md);
    },
  },
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('vox-') } } },
  transformHead: () => [['meta', { 'http-equiv': 'Content-Security-Policy', content: policy }]],
  vite: {
    build: { chunkSizeWarningLimit: 4000 },
    // Live code is fetched from the built library beside the pages, and never bundled.
    server: { fs: { allow: [join(import.meta.dirname, '../..')] } },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: { level: [2, 3] },
    nav: [
      { text: 'Start', link: '/start' },
      { text: 'Guides', link: '/guides/opening-files', activeMatch: '^/guides/' },
      { text: 'Cookbook', link: '/cookbook/', activeMatch: '^/cookbook/' },
      { text: 'Handbook', link: '/handbook/', activeMatch: '^/handbook/' },
      ...(existsSync(join(pages, 'reference/index.md'))
        ? [{ text: 'Reference', link: '/reference/', activeMatch: '^/reference/' }]
        : []),
    ],
    sidebar,
    footer: { message: 'MIT licence. What you open never leaves your machine.' },
  },
});
