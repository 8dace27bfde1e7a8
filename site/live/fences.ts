import type { MarkdownRenderer } from 'vitepress';

/** Turns blocks marked `ts live` into editors; what a page without scripts shows is the block. */
export function liveFences(md: MarkdownRenderer): void {
  const usual = md.renderer.rules.fence;
  md.renderer.rules.fence = (tokens, index, ...rest) => {
    const token = tokens[index]!;
    const [language, mark] = token.info.trim().split(/\s+/);
    const live = language === 'ts' && mark === 'live';
    if (live) token.info = 'ts';
    const block = usual?.(tokens, index, ...rest) ?? '';
    // The page runs JavaScript: of TypeScript the recipes have nothing else.
    const code = token.content.replaceAll(/ as const\b/g, '');
    return live ? `<LiveCode code="${encodeURIComponent(code)}">${block}</LiveCode>` : block;
  };
}
