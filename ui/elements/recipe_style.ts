import { css } from 'lit';

/**
 * The look of `vox-recipe`.
 * @internal
 */
export const recipeStyle = css`
  header {
    display: flex;
    justify-content: space-between;
    align-items: center;
    gap: var(--_gap);
    margin-bottom: 0.35rem;
  }
  h2 {
    margin: 0;
    font: inherit;
    font-weight: 600;
  }
  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    border-top: 1px solid var(--_line);
  }
  li:last-child {
    border-bottom: 1px solid var(--_line);
  }
  li.over {
    box-shadow: 0 -2px 0 var(--_accent);
  }
  .row {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    min-height: 2.2rem;
    padding: 0.15rem 0.35rem;
  }
  li.chosen > .row {
    background: color-mix(in srgb, var(--_accent) 10%, var(--_surface));
    box-shadow: inset 2px 0 0 var(--_accent);
  }
  .number {
    min-width: 1.1rem;
    color: var(--_soft);
    text-align: end;
    cursor: grab;
  }
  .main {
    flex: 1;
    min-width: 0;
    display: flex;
    flex-wrap: wrap;
    column-gap: 0.6rem;
    align-items: baseline;
    padding: 0.15rem 0.2rem;
    border: 0;
    background: none;
    text-align: start;
  }
  .title {
    font-weight: 500;
  }
  .off .title {
    text-decoration: line-through;
    color: var(--_soft);
  }
  .summary {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-size: 0.8125em;
  }
  .mark {
    font-size: 0.8125em;
    white-space: nowrap;
  }
  .stale {
    color: var(--_warning);
  }
  .actions {
    display: flex;
    gap: 0.1rem;
  }
  .icon {
    display: inline-grid;
    place-items: center;
    width: 1.75rem;
    height: 1.75rem;
    padding: 0;
    border-color: transparent;
    background: none;
    color: var(--_soft);
  }
  .icon:hover:not(:disabled),
  .icon[aria-pressed='true'] {
    background: var(--_raised);
    color: var(--_text);
  }
  .icon svg {
    width: 1rem;
    height: 1rem;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  input[type='checkbox'] {
    width: 1rem;
    height: 1rem;
    margin: 0;
    accent-color: var(--_accent);
  }
  .error {
    margin: 0 0.5rem 0.4rem 3.4rem;
    font-size: 0.8125em;
  }
  .because {
    color: var(--_soft);
  }
  .tune {
    padding: 0.3rem 0.5rem 0.9rem 3.4rem;
  }
  .on {
    display: grid;
    grid-template-columns: minmax(6.5rem, max-content) minmax(0, 1fr);
    align-items: baseline;
    gap: 0.9rem;
    margin-bottom: 0.5rem;
  }
  .on select {
    justify-self: start;
    max-width: 100%;
  }
  .row {
    position: relative;
  }
  @media (hover: hover) {
    li:not(.chosen, :focus-within) .actions {
      position: absolute;
      inset-block: 0;
      inset-inline-end: 0;
      align-items: center;
      padding-inline-start: 0.4rem;
      background: var(--_surface);
    }
    li:not(.chosen, :hover, :focus-within) .actions:not(:has([aria-pressed='true'])) {
      display: none;
    }
  }
  .rename {
    flex: 1;
    min-width: 0;
  }
  .empty {
    margin: 0;
    padding: 0.6rem 0.5rem;
  }
  .add {
    margin-top: 0.6rem;
  }
  :host {
    container-type: inline-size;
  }
  @container (max-width: 26rem) {
    .tune {
      padding-inline-start: 0.5rem;
    }
  }
`;
