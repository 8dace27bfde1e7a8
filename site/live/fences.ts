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
    return live
      ? `<LiveCode code="${encodeURIComponent(token.content)}">${block}</LiveCode>`
      : block;
  };
}
