import type { ReactNode } from 'react';
import { LabProvider, useLab } from 'voxmetry/react';
import { Result } from './result.js';
import { useAnalysis } from './use_analysis.js';

/** Porosity and particles of a volume, in a lab that lives as long as the component. */
export function App(): ReactNode {
  return (
    <LabProvider>
      <Job />
    </LabProvider>
  );
}

function Job(): ReactNode {
  const { lab, error: labError } = useLab();
  const { status, busy, progress, result, error, start, cancel } = useAnalysis(lab);
  const opening = lab === undefined && labError === undefined;
  const failure = labError ?? error;
  const ready = lab !== undefined && !busy;
  return (
    <>
      <h1>Porosity and particles</h1>
      <p>A TIFF stack, npy or raw file with bright particles. It stays on this machine.</p>
      <div className="controls">
        <input
          type="file"
          accept=".tif,.tiff,.npy,.raw"
          aria-label="Volume"
          disabled={!ready}
          onClick={({ currentTarget }) => {
            currentTarget.value = ''; // so that the same file can be chosen again
          }}
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            if (file) start(file);
          }}
        />
        <button
          disabled={!ready}
          onClick={() => {
            start('sample');
          }}
        >
          Synthetic sample
        </button>
        <button disabled={!busy} onClick={cancel}>
          Cancel
        </button>
      </div>
      <div className="status">
        {(busy || opening) && <progress value={progress} />}
        <span role="status">{opening ? 'Starting the GPU' : status}</span>
      </div>
      {failure && (
        <p className="error" role="alert">
          {failure.message}
        </p>
      )}
      {result && <Result analysis={result} />}
    </>
  );
}
