import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

/** The workers that inflate files: the suite reads none. */
const UNUSED = /^assets\/worker-[^/]*\.js$/;

/**
 * Puts the one script and the one style sheet into the page, so that the page is a single file that
 * works from a disk, a mail or any server.
 */
function oneFile(): Plugin {
  return {
    name: 'one-file',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const page = bundle['index.html'];
      if (page?.type !== 'asset') return;
      let html = String(page.source);
      for (const [name, part] of Object.entries(bundle)) {
        if (part === page) continue;
        if (UNUSED.test(name)) {
          // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the way to drop an output
          delete bundle[name];
          continue;
        }
        const text = part.type === 'chunk' ? part.code : String(part.source);
        const tag = new RegExp(
          `<(script|link)[^>]*${name.replaceAll('.', '\\.')}[^>]*>(</script>)?`,
        );
        if (!tag.test(html)) this.error(`${name} would be a file beside the page`);
        const inside =
          part.type === 'chunk'
            ? `<script type="module">${text.replaceAll('</script', '<\\/script')}</script>`
            : `<style>${text}</style>`;
        html = html.replace(tag, () => inside);
        // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the way to drop an output
        delete bundle[name];
      }
      page.source = html;
    },
  };
}

/** The benchmark page: `npm run bench:page` builds and serves it. */
export default defineConfig({
  root: fileURLToPath(new URL('page', import.meta.url)),
  base: './',
  plugins: [oneFile()],
  // No case runs a network.
  worker: { rolldownOptions: { external: [/^onnxruntime-web/] } },
  build: {
    target: 'es2023',
    outDir: fileURLToPath(new URL('dist', import.meta.url)),
    emptyOutDir: true,
    modulePreload: false,
    cssCodeSplit: false,
    rolldownOptions: { external: [/^onnxruntime-web/] },
  },
});
