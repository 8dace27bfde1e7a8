const TOKENS =
  /(\/\/[^\n]*|\/\*[\s\S]*?\*\/)|('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|\b(import|from|export|const|let|for|of|in|if|else|await|async|function|return|new|throw|true|false|null|undefined|typeof)\b|\b(\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?)\b/g;
const CLASSES = ['comment', 'string', 'keyword', 'number'];

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Code as HTML, with comments, strings, keywords and numbers in spans. */
export function highlighted(code: string): string {
  let html = '';
  let end = 0;
  for (const match of code.matchAll(TOKENS)) {
    const groups: readonly (string | undefined)[] = match.slice(1);
    const kind = CLASSES[groups.findIndex((group) => group !== undefined)] ?? '';
    html += `${escaped(code.slice(end, match.index))}<span class="live-${kind}">${escaped(match[0])}</span>`;
    end = match.index + match[0].length;
  }
  return html + escaped(code.slice(end));
}
