import { css } from 'lit';

/**
 * The look of `vox-op-form`.
 * @internal
 */
export const opFormStyle = css`
  form {
    display: grid;
    grid-template-columns: minmax(6.5rem, max-content) minmax(0, 1fr);
    gap: 0.5rem 0.9rem;
    align-items: baseline;
  }
  .field {
    display: contents;
  }
  label,
  .label {
    font-weight: 500;
    overflow-wrap: anywhere;
  }
  .value {
    min-width: 0;
  }
  .inputs {
    display: flex;
    flex-wrap: wrap;
    gap: 0.35rem;
    align-items: center;
  }
  .inputs label {
    display: inline-flex;
    gap: 0.25rem;
    align-items: center;
    font-weight: 400;
  }
  input:not([type='checkbox']) {
    width: 8rem;
    min-width: 0;
  }
  .triple input:not([type='checkbox']) {
    width: 3.2rem;
    padding-inline: 0.3rem;
  }
  input.wide,
  textarea {
    flex: 1;
    width: 100%;
    max-width: 24rem;
  }
  textarea {
    min-height: 3.2rem;
    padding: 0.2rem 0.4rem;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: inherit;
    font: inherit;
    resize: vertical;
  }
  input[type='checkbox'] {
    width: 1rem;
    height: 1rem;
    margin: 0;
    accent-color: var(--_accent);
  }
  select {
    max-width: 100%;
  }
  [aria-invalid='true'] {
    border-color: var(--_danger);
    outline-color: var(--_danger);
  }
  p {
    margin: 0.15rem 0 0;
    max-width: 46ch;
    font-size: 0.8125em;
    line-height: 1.35;
  }
  p.whole {
    grid-column: 1 / -1;
    margin: 0;
  }
  @container (max-width: 22rem) {
    form {
      grid-template-columns: minmax(0, 1fr);
      row-gap: 0.2rem;
    }
    .value {
      margin-bottom: 0.6rem;
    }
  }
  :host {
    container-type: inline-size;
  }
`;
