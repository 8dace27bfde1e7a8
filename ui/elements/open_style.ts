import { css } from 'lit';

/**
 * The look of `vox-open`.
 * @internal
 */
export const openStyle = css`
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 0.4rem;
  }
  p {
    margin: 0;
  }
  .small {
    font-size: 0.8125em;
  }
  form {
    display: grid;
    gap: 0.6rem;
    padding: 1rem;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }
  form .row {
    justify-content: start;
  }
  h3 {
    margin: 0;
    font: inherit;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  fieldset {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4rem 0.6rem;
    align-items: center;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    float: left;
    min-width: 6.5rem;
    padding: 0;
  }
  label {
    display: inline-flex;
    align-items: center;
    gap: 0.25rem;
  }
  form > label > span {
    min-width: 6.5rem;
  }
  input:not([type='checkbox']) {
    width: 4rem;
  }
  input[type='checkbox'] {
    width: 1rem;
    height: 1rem;
    margin: 0;
    accent-color: var(--_accent);
  }
  form.address {
    display: flex;
    padding: 0;
    border: 0;
  }
  .address input:not([type='checkbox']) {
    width: 16rem;
    max-width: 100%;
  }
  .error {
    margin-top: 0.6rem;
    overflow-wrap: anywhere;
  }
  .missing {
    margin-bottom: 0.6rem;
  }
`;
