import { element } from './element.js';
import { EMBEDDED_ID, type NamedReport } from './shelf.js';

/** Offers a text as a file. */
export function saveText(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  element('a', { href: url, download: name }).click();
  // The download has begun by then; the text is not kept for longer.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 10_000);
}

/**
 * A page of its own with the tables and charts as they are shown, and with the reports inside, so
 * that it can be sent around and loaded here again.
 */
export function sharedPage(
  reports: readonly NamedReport[],
  shown: HTMLElement,
  style: string,
): string {
  const embedded = JSON.stringify(reports.map(({ report }) => report)).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Voxmetry benchmark: comparison</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Voxmetry benchmark: comparison</h1>
${shown.innerHTML}
</main>
<script type="application/json" id="${EMBEDDED_ID}">${embedded}</script>
</body>
</html>
`;
}
