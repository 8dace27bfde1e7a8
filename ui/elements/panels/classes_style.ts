import { css } from 'lit';

/** The look of `vox-classes`. */
export const classesStyle = css`
  :host {
    position: relative;
    display: grid;
    gap: 0.65rem;
  }
  ul {
    display: grid;
    gap: 0.25rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: grid;
    grid-template-columns: auto auto minmax(0, 1fr) auto auto;
    align-items: center;
    gap: 0.4rem;
    padding: 0.15rem 0.3rem;
    border: 1px solid transparent;
    border-radius: var(--_radius);
  }
  li.chosen {
    border-color: var(--_accent);
    background: color-mix(in srgb, var(--_accent) 9%, transparent);
  }
  input[type='color'] {
    width: 1.6rem;
    height: 1.6rem;
    padding: 2px;
    cursor: pointer;
  }
  input[type='radio'],
  input[type='checkbox'] {
    margin: 0;
    accent-color: var(--_accent);
  }
  input[type='range'] {
    min-width: 0;
    padding: 0;
    accent-color: var(--_accent);
  }
  li input:not([type]) {
    min-width: 0;
    width: 100%;
  }
  .count {
    font-size: 0.8125em;
    color: var(--_soft);
    white-space: nowrap;
  }
  button.icon {
    display: grid;
    place-items: center;
    width: 1.6rem;
    height: 1.6rem;
    padding: 0;
    border-color: transparent;
    background: none;
  }
  .icon svg {
    width: 1rem;
    height: 1rem;
  }
  .icon path {
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.5px;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4rem 0.6rem;
  }
  .row label,
  .check {
    display: flex;
    align-items: center;
    gap: 0.4rem;
  }
  .slide {
    display: grid;
    grid-template-columns: 4.2rem minmax(0, 1fr) 4.6rem;
    align-items: center;
    gap: 0.5rem;
  }
  .slide output {
    color: var(--_soft);
    font-size: 0.8125em;
    text-align: end;
  }
  button[aria-pressed='true'] {
    border-color: var(--_accent);
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .choice {
    display: flex;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    overflow: hidden;
  }
  .choice button {
    flex: 1;
    border: 0;
    border-radius: 0;
    padding-inline: 0.4rem;
  }
  p {
    margin: 0;
  }
  .hint {
    padding: 0.4rem 0.6rem;
    border-inline-start: 3px solid var(--_accent);
    background: color-mix(in srgb, var(--_accent) 8%, transparent);
  }
  .warning {
    border-color: var(--_warning);
    background: color-mix(in srgb, var(--_warning) 10%, transparent);
  }
  .note {
    font-size: 0.8125em;
    color: var(--_soft);
  }
  .ramp {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    font-size: 0.8125em;
    color: var(--_soft);
  }
  /* The colours of magma, of which views draw uncertainty. */
  .ramp i {
    flex: 1;
    height: 0.5rem;
    border-radius: 3px;
    background: linear-gradient(to right, #000004, #51127c, #b73779, #fc8961, #fcfdbf);
  }
  details {
    border-top: 1px solid var(--_line);
    padding-top: 0.4rem;
  }
  summary {
    cursor: pointer;
  }
  details > * + * {
    margin-top: 0.45rem;
  }
  .is-stale dd,
  .is-stale td,
  .is-stale li {
    color: var(--_soft);
  }
  dl {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.15rem 0.75rem;
    margin: 0;
  }
  dd {
    margin: 0;
    text-align: end;
    font-weight: 600;
  }
  table {
    border-collapse: collapse;
    font-size: 0.8125em;
  }
  th,
  td {
    padding: 0.15rem 0.5rem;
    border: 1px solid var(--_line);
    text-align: end;
    font-weight: 400;
  }
  td.right {
    font-weight: 600;
  }
  .scroll {
    overflow-x: auto;
  }
  .importance li {
    grid-template-columns: minmax(0, 1fr) 5rem 3rem;
    font-size: 0.8125em;
  }
  .importance i {
    height: 0.5rem;
    border-radius: 2px;
    background: var(--_accent);
  }
  .importance span:last-child {
    text-align: end;
  }
`;
