import { css } from 'lit';

/**
 * The look of `vox-results`.
 * @internal
 */
export const resultsStyle = css`
  section + section {
    margin-top: 1.1rem;
    padding-top: 1.1rem;
    border-top: 1px solid var(--_line);
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0.15rem 0.75rem;
  }
  h3 {
    margin: 0;
    font: inherit;
    font-weight: 600;
  }
  .mark {
    font-size: 0.8125em;
  }
  .warning {
    color: var(--_warning);
  }
  .method,
  .why,
  .range {
    font-size: 0.8125em;
    color: var(--_soft);
  }
  .method {
    margin: 0.1rem 0 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  table {
    width: 100%;
    margin-top: 0.35rem;
    border-collapse: collapse;
  }
  th,
  td {
    padding: 0.16rem 0;
    vertical-align: baseline;
    text-align: start;
    font-weight: 400;
  }
  th {
    width: 34%;
    padding-inline-end: 0.75rem;
    color: var(--_soft);
  }
  td.number {
    width: 1%;
    padding-inline-end: 1rem;
    text-align: end;
    white-space: nowrap;
  }
  tr:first-child td.number {
    font-size: 1.2857em;
    font-weight: 600;
  }
  tr:first-child td.number .unit {
    font-size: 0.7778em;
    font-weight: 400;
  }
  .range {
    position: relative;
  }
  .unit {
    color: var(--_soft);
  }
  .is-stale td.number {
    color: var(--_soft);
  }
  p {
    margin: 0.3rem 0 0;
  }
  details {
    margin-top: 0.35rem;
    font-size: 0.8125em;
  }
  summary {
    width: max-content;
    max-width: 100%;
    color: var(--_accent);
    cursor: pointer;
  }
  dl {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 0.15rem 0.9rem;
    margin: 0.4rem 0 0.2rem;
    padding: 0.6rem 0.75rem;
    border-radius: var(--_radius);
    background: var(--_raised);
  }
  dt {
    color: var(--_soft);
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  :host {
    container-type: inline-size;
  }
  @container (max-width: 22rem) {
    tr {
      display: grid;
      grid-template-columns: 1fr auto;
      padding: 0.15rem 0;
    }
    th,
    td.number {
      width: auto;
      padding: 0;
    }
    td.range {
      grid-column: 1 / -1;
      text-align: end;
    }
  }
`;
