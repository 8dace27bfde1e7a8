import { css } from 'lit';

/**
 * The look of `vox-table`.
 * @internal
 */
export const tableStyle = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    height: 24rem;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    overflow: hidden;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.35rem;
    padding: 0.4rem 0.6rem;
    border-bottom: 1px solid var(--_line);
  }
  .count {
    flex: 1 1 14rem;
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
  .panel {
    max-height: 45%;
    overflow: auto;
    padding: 0.5rem 0.6rem;
    border-bottom: 1px solid var(--_line);
    background: var(--_raised);
  }
  .choices {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr));
    gap: 0.1rem 0.75rem;
  }
  .choices label {
    display: flex;
    gap: 0.4rem;
    align-items: center;
    overflow-wrap: anywhere;
  }
  input[type='checkbox'] {
    accent-color: var(--_accent);
    margin: 0;
  }
  .filter {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.3rem 0.5rem;
    padding-bottom: 0.35rem;
  }
  .filter > span:first-child {
    flex: 0 1 13rem;
    overflow-wrap: anywhere;
  }
  .filter input {
    width: 6.5rem;
    text-align: right;
  }
  .filter label {
    display: flex;
    gap: 0.3rem;
    align-items: baseline;
  }
  .bad {
    border-color: var(--_danger);
  }
  .scroll {
    flex: 1;
    min-height: 4rem;
    overflow: auto;
    overflow-anchor: none;
    overscroll-behavior: contain;
  }
  .grid {
    min-width: max-content;
    outline: none;
    cursor: default;
    user-select: none;
  }
  .head {
    position: sticky;
    top: 0;
    z-index: 2;
    background: var(--_raised);
    border-bottom: 1px solid var(--_line);
  }
  [role='row'] {
    display: grid;
    grid-template-columns: var(--_columns);
  }
  .body {
    background: var(--_surface);
  }
  .body [role='row'] {
    height: 1.75rem;
    border-bottom: 1px solid color-mix(in srgb, var(--_line) 45%, transparent);
    background: var(--_surface);
  }
  [role='gridcell'],
  [role='columnheader'] {
    padding: 0.2rem 0.7rem;
    overflow: hidden;
    text-align: right;
    text-overflow: ellipsis;
    white-space: nowrap;
    background: inherit;
  }
  [role='columnheader'] {
    line-height: 1.25;
    padding-block: 0.35rem;
    cursor: pointer;
  }
  [role='columnheader']:hover {
    color: var(--_accent);
  }
  [role='columnheader'] small {
    display: block;
    min-height: 1.25em;
    font-size: 0.8125em;
    color: var(--_soft);
  }
  .arrow {
    color: var(--_accent);
  }
  [role='row'] > :first-child {
    position: sticky;
    left: 0;
    z-index: 1;
    border-right: 1px solid color-mix(in srgb, var(--_line) 70%, transparent);
  }
  .missing {
    color: var(--_soft);
  }
  .body [role='row'].hovered,
  .body [role='row']:hover {
    background: color-mix(in srgb, var(--_accent) 6%, var(--_surface));
  }
  .body [role='row'][aria-selected='true'] {
    background: color-mix(in srgb, var(--_accent) 15%, var(--_surface));
  }
  .body [role='row'][aria-selected='true'] > :first-child {
    box-shadow: inset 3px 0 var(--_accent);
  }
  .grid:focus-visible .active {
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
    border-radius: 2px;
  }
  .scroll:has(.grid:focus-visible) {
    box-shadow: inset 0 0 0 1px var(--_accent);
  }
  .empty {
    padding: 1.5rem;
    text-align: center;
  }
  @media (forced-colors: active) {
    .body [role='row'][aria-selected='true'] > * {
      forced-color-adjust: none;
      background: SelectedItem;
      color: SelectedItemText;
    }
  }
`;
