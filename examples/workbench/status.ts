// The line at the bottom: where the crosshair is, what computes, what is kept.
import { html, nothing } from 'lit';
import type { Workbench } from './state.js';
import { number, words } from './words.js';

/** The line. */
export function statusLine(bench: Workbench): unknown {
  const said = words.value;
  const { info } = bench.lab.value ?? {};
  return html`<footer class="status">
    <span class="where">${where(bench)}</span>
    <span class="soft memory">${bench.memory.value}</span>
    <span class="soft adapter"
      >${info?.adapter.software === true ? said.software : (info?.adapter.description ?? nothing)}</span
    >
    <span class="soft kept" role="status">${bench.saved.value}</span>
  </footer>`;
}

function where(bench: Workbench): string {
  const scan = bench.scan.value;
  const position = bench.session.link.crosshair.value;
  if (scan === undefined || position === null) return words.value.noPosition;
  const { spacing, origin, size, unit } = scan.meta;
  const voxel = position.map((n, i) =>
    Math.min(size[i]! - 1, Math.max(0, Math.round((n - origin[i]!) / spacing[i]!))),
  );
  const lengths = position.map((n, i) => {
    const digits = Math.max(0, Math.ceil(1 - Math.log10(spacing[i]!)));
    return number(n, {
      ...{ minimumFractionDigits: digits, maximumFractionDigits: digits },
      maximumSignificantDigits: undefined,
    });
  });
  const separator = number(1.5).includes(',') ? '; ' : ', ';
  return `${words.value.atVoxel} ${voxel.join(', ')} · ${lengths.join(separator)} ${unit}`;
}
