import { css } from 'lit';

/** The look of the records. */
export const recordsStyle = css`
  :host {
    container-type: inline-size;
  }
  .bar,
  .row,
  .bar .end {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
  }
  .bar {
    margin-bottom: 0.9rem;
  }
  .bar .counts {
    margin-inline-end: auto;
    font-weight: 600;
  }
  .row {
    margin: 0.6rem 0;
  }
  label {
    display: inline-flex;
    align-items: center;
    gap: 0.4rem;
  }
  h3 {
    margin: 1.4rem 0 0.4rem;
    font: inherit;
    font-weight: 600;
  }
  p {
    margin: 0.4rem 0;
  }
  .small {
    font-size: 0.8125em;
  }
  select {
    max-width: 16rem;
  }
  input.number {
    width: 6rem;
  }
  details > div {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3rem 1rem;
    margin: 0.4rem 0;
    padding: 0.6rem 0.75rem;
    border-radius: var(--_radius);
    background: var(--_raised);
  }
  summary {
    width: max-content;
    color: var(--_accent);
    cursor: pointer;
  }
  input[type='checkbox'] {
    width: 1rem;
    height: 1rem;
    margin: 0;
    accent-color: var(--_accent);
  }
  .wide {
    position: relative;
    overflow-x: auto;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th,
  td {
    padding: 0.3rem 0.65rem;
    text-align: start;
    white-space: nowrap;
    vertical-align: middle;
  }
  thead th {
    background: var(--_raised);
    font-weight: 600;
    vertical-align: bottom;
  }
  thead .unit {
    color: var(--_soft);
    font-weight: 400;
  }
  thead .measure {
    display: block;
    font-weight: 400;
    font-size: 0.8125em;
    color: var(--_soft);
  }
  tbody tr,
  tbody th {
    border-top: 1px solid var(--_line);
    font-weight: 400;
  }
  .number {
    text-align: end;
  }
  td .half {
    margin-inline-start: 0.15rem;
    color: var(--_soft);
    font-size: 0.8125em;
  }
  td input,
  th input {
    margin-inline: -0.4rem;
    border-color: transparent;
    background: none;
  }
  td input:hover,
  th input:hover {
    border-color: var(--_line);
  }
  td input.number {
    width: auto;
  }
  tbody th {
    position: sticky;
    inset-inline-start: 0;
    background: var(--_surface);
  }
  .quiet {
    padding: 0 0.4rem;
    border-color: transparent;
    background: none;
    color: var(--_soft);
  }
  .verdict {
    display: inline-block;
    min-width: 1.1rem;
    margin-inline-start: 0.35rem;
    text-align: center;
  }
  .fail {
    color: var(--_danger);
  }
  .undecided {
    color: var(--_warning);
  }
  .pass {
    color: var(--_accent);
  }
  .chart {
    display: grid;
    grid-template-columns: minmax(3rem, max-content) minmax(0, 1fr);
    align-items: center;
    column-gap: 0.75rem;
    margin: 0.6rem 0;
  }
  .chart .group {
    max-width: 9rem;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    text-align: end;
  }
  .chart > svg {
    display: block;
    width: 100%;
    border-inline: 1px solid var(--_line);
    overflow: visible;
  }
  .chart > svg:first-of-type {
    border-top: 1px solid var(--_line);
  }
  .chart > svg:not(.axis) {
    border-bottom: 1px solid var(--_line);
  }
  .chart > svg.axis {
    border: 0;
  }
  .axis text {
    fill: var(--_soft);
    font-size: 12px;
    text-anchor: middle;
  }
  .axis-name {
    justify-self: center;
    color: var(--_soft);
    font-size: 0.8125em;
  }
  .grid {
    stroke: var(--_line);
    stroke-opacity: 0.6;
  }
  .sample line {
    stroke: var(--_soft);
    stroke-opacity: 0.7;
  }
  .sample circle {
    fill: var(--_surface);
    stroke: var(--_accent);
    stroke-width: 1.5;
  }
  .sample:hover circle {
    fill: var(--_accent);
  }
  .mean line {
    stroke: var(--_accent);
    stroke-width: 2.5;
  }
  .mean path {
    fill: var(--_accent);
  }
  .outside {
    fill: var(--_danger);
    fill-opacity: 0.09;
  }
  .limit {
    stroke: var(--_danger);
    stroke-dasharray: 3 3;
  }
  .empty {
    padding: 1.5rem 1rem;
    border: 1px dashed color-mix(in srgb, var(--_soft) 60%, transparent);
    border-radius: var(--_radius);
    text-align: center;
  }
  .ask {
    padding: 0.5rem 0.75rem;
    border-radius: var(--_radius);
    background: var(--_raised);
  }
  .error {
    overflow-wrap: anywhere;
  }
`;
