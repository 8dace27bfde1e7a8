import { css } from 'lit';

/**
 * The look of `vox-histogram`.
 * @internal
 */
export const histogramStyle = css`
  :host {
    container-type: inline-size;
    padding: 0.5rem 0.75rem 0.6rem;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.35rem;
  }
  .bar > :first-child {
    flex: 1;
    white-space: nowrap;
  }
  .bar button {
    padding: 0.15rem 0.55rem;
    border-color: transparent;
    background: none;
  }
  .bar button:hover:not(:disabled) {
    background: var(--_raised);
  }
  .bar button[aria-expanded='true'],
  .bar button[aria-pressed='true'] {
    border-color: var(--_line);
    background: var(--_raised);
    color: var(--_accent);
  }
  .plot {
    position: relative;
    height: var(--vox-histogram-height, 10rem);
    margin: 1.6rem 0.5rem 1.6rem;
    border-bottom: 1px solid var(--_line);
    touch-action: pan-y;
    cursor: crosshair;
  }
  .plot svg {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
  }
  path:not(.phase) {
    fill: color-mix(in srgb, var(--_soft) 60%, transparent);
  }
  path.phase {
    fill-opacity: 0.85;
  }
  rect.doubt {
    fill: var(--_text);
    fill-opacity: 0.09;
  }
  .tick {
    position: absolute;
    top: 100%;
    padding-top: 0.3rem;
    font-size: 0.8125em;
    color: var(--_soft);
    transform: translateX(-50%);
    white-space: nowrap;
    pointer-events: none;
  }
  .tick::before {
    content: '';
    position: absolute;
    left: 50%;
    top: 0;
    height: 0.25rem;
    border-left: 1px solid var(--_line);
  }
  .handle {
    position: absolute;
    top: -0.35rem;
    bottom: 0;
    width: 1.5rem;
    margin-left: -0.75rem;
    cursor: ew-resize;
    touch-action: none;
    outline: none;
  }
  .handle::before {
    content: '';
    position: absolute;
    left: 50%;
    top: 0;
    bottom: 0;
    width: 2px;
    margin-left: -1px;
    background: var(--_text);
  }
  .handle span {
    position: absolute;
    bottom: 100%;
    left: 50%;
    transform: translateX(-50%);
    padding: 0 0.4rem;
    border: 1px solid var(--_text);
    border-radius: var(--_radius);
    background: var(--_surface);
    font-size: 0.8125em;
    white-space: nowrap;
  }
  .handle:focus-visible span,
  .handle:active span {
    border-color: var(--_accent);
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .handle:focus-visible::before,
  .handle:active::before {
    background: var(--_accent);
    width: 3px;
  }
  .phases {
    display: grid;
    grid-template-columns: auto minmax(3rem, max-content) 7rem minmax(2rem, 1fr) auto auto 1.5rem;
    gap: 0.2rem 0.6rem;
    align-items: center;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .phases li {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
    align-items: center;
    min-height: 1.9rem;
  }
  .phases li > .part {
    grid-column: 5;
    min-width: 4rem;
    text-align: right;
    font-weight: 600;
  }
  .phases li > .range {
    grid-column: 6;
    min-width: 7.5rem;
    white-space: nowrap;
  }
  .share {
    width: 100%;
    height: 0.5rem;
    border-radius: 2px;
    background: color-mix(in srgb, var(--_line) 45%, transparent);
  }
  .swatch {
    width: 0.8rem;
    height: 0.8rem;
    border-radius: 2px;
  }
  .from {
    display: flex;
    gap: 0.35rem;
    align-items: baseline;
    white-space: nowrap;
  }
  .phases input,
  .doubt input {
    width: 5.5rem;
    text-align: right;
  }
  .phases button {
    padding: 0 0.4rem;
    border-color: transparent;
    background: none;
    color: var(--_soft);
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    gap: 0.35rem 0.75rem;
    align-items: center;
    justify-content: space-between;
    margin-top: 0.35rem;
    padding-top: 0.45rem;
    border-top: 1px solid color-mix(in srgb, var(--_line) 60%, transparent);
  }
  .doubt {
    display: flex;
    flex-wrap: wrap;
    gap: 0.35rem;
    align-items: baseline;
  }
  .methods {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr));
    gap: 0.25rem;
    margin-top: 0.4rem;
    padding: 0.4rem;
    border-radius: var(--_radius);
    background: var(--_raised);
  }
  .methods button {
    display: flex;
    justify-content: space-between;
    gap: 0.75rem;
    background: var(--_surface);
    text-align: left;
  }
  .bad {
    border-color: var(--_danger);
  }
  p {
    margin: 0.75rem 0;
  }
  @container (max-width: 34rem) {
    .share {
      display: none;
    }
    .phases {
      grid-template-columns: auto max-content minmax(0, 1fr) auto;
    }
    .phases li {
      padding-block: 0.2rem;
    }
    .phases li > .part {
      grid-column: 3;
    }
    .phases li > .range {
      grid-column: 2 / 4;
      grid-row: 2;
      min-width: 0;
      text-align: right;
    }
    .phases .name {
      grid-column: 2;
    }
    .phases .from {
      grid-column: 2;
      grid-row: 2;
    }
    .phases li > button {
      grid-column: 4;
      grid-row: 1;
    }
    .phases li:not(:first-child) .name {
      grid-column: 2;
    }
  }
  @media (forced-colors: active) {
    .swatch,
    path.phase {
      forced-color-adjust: none;
    }
  }
`;
