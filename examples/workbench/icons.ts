// Outlines on 16 × 16, drawn in the colour of the text.
import { html, nothing } from 'lit';

const PATHS = {
  open: 'M2 12.5v-9h4l1.5 2H14v7z',
  undo: 'M6 3 3 6l3 3M3 6h6.5a3.5 3.5 0 0 1 0 7H6',
  redo: 'm10 3 3 3-3 3M13 6H6.5a3.5 3.5 0 0 0 0 7H10',
  four: 'M2.5 2.5h11v11h-11zM8 2.5v11M2.5 8h11',
  one: 'M2.5 2.5h11v11h-11zM10 2.5v11M10 6.2h3.5M10 9.8h3.5',
  space: 'M8 2l5.5 3v6L8 14l-5.5-3V5zM8 8v6M8 8l5.5-3M8 8L2.5 5',
  table: 'M2.5 2.5h11v11h-11zM2.5 7.5h11M2.5 10.5h11M6.5 7.5v6',
  measure: 'M2 11 11 2l3 3-9 9zM5 8l1.5 1.5M7.5 5.5 9 7',
  brush:
    'M13.5 2.5 7.500 9M5.500 9c-1.800 0-1.500 2.800-3.500 3.500 3 1 5.500.300 5.500-1.700A2 2 0 0 0 5.500 9z',
  save: 'M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11',
  settings: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 2v12',
  help: 'M5.5 5.5a2.5 2.5 0 1 1 3.6 2.2C8.3 8.2 8 8.6 8 9.500M8 12v.5',
  run: 'M4.5 3v10l8-5z',
  close: 'M4 4l8 8M12 4l-8 8',
  grow: 'M9.5 2.500h4v4M13.5 2.5 9 7M6.5 13.500h-4v-4M2.5 13.5 7 9',
  remove: 'M3 5h10M6.5 5V3h3v2M4.5 5l.5 8h6l.5-8',
  plus: 'M8 3v10M3 8h10',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 6.200a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.600z',
} as const;

export type IconName = keyof typeof PATHS;

/** An icon; what it means stands beside it or in its button's label. */
export function icon(name: IconName): unknown {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <path d=${PATHS[name]}></path>
  </svg>`;
}

/** A button that is an icon, with its name as title and label. */
export function iconButton(
  name: IconName,
  label: string,
  act: () => void,
  { pressed, disabled = false }: { readonly pressed?: boolean; readonly disabled?: boolean } = {},
): unknown {
  return html`<button
    class="tool"
    title=${label}
    aria-label=${label}
    aria-pressed=${pressed === undefined ? nothing : String(pressed)}
    ?disabled=${disabled}
    @click=${act}
  >
    ${icon(name)}
  </button>`;
}
